namespace Wenden.Contracts.Registry;

/// <summary>The person to whom an identity number, a name and a social-security card (社会保障卡) belong together: the answer of <c>POST /persons/check</c>.</summary>
public sealed record CheckedPerson
{
    /// <summary>The registry's id.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The phone number that one-time codes go to; none where no source has stated one.</summary>
    public string? Phone { get; init; }
}
