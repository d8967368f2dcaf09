namespace Wenden.MessagingProbe;

/// <summary>The one event of the probe.</summary>
public sealed record SomethingHappened
{
    /// <summary>Which one.</summary>
    public required int Number { get; init; }

    /// <summary>Whether no consumer can digest it.</summary>
    public bool Poisonous { get; init; }
}
