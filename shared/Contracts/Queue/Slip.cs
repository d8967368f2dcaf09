namespace Wenden.Contracts.Queue;

/// <summary>What a visitor takes from the kiosk (排队小票).</summary>
public sealed record Slip
{
    /// <summary>The ticket.</summary>
    public required Ticket Ticket { get; init; }

    /// <summary>Ends the address of the visitor's page: 22 characters of the base64url alphabet, 128 random bits. Whoever has it may act for the visitor.</summary>
    public required string Link { get; init; }

    /// <summary>How many are to be called before.</summary>
    public required int Ahead { get; init; }

    /// <summary>The wait is at least so many minutes, nine times in ten.</summary>
    public required int FromMinutes { get; init; }

    /// <summary>The wait is at most so many minutes, nine times in ten.</summary>
    public required int ToMinutes { get; init; }

    /// <summary>Papers to have ready, in Chinese.</summary>
    public required IReadOnlyList<string> Papers { get; init; }

    /// <summary>The same in English.</summary>
    public required IReadOnlyList<string> PapersEn { get; init; }
}
