namespace Wenden.Contracts.Intake;

/// <summary>A case (受理) was accepted: everything needed is there and signed, the clock of the promised days runs.</summary>
public sealed record CaseAccepted
{
    /// <summary>Code of the site that took the case in.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The person the case is about.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The accepted items.</summary>
    public required IReadOnlyList<AcceptedItem> Items { get; init; }

    /// <summary>When the case was accepted; the day of application follows from it.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Account name of the teller who accepted it; nobody of that name may review it.</summary>
    public required string AcceptedBy { get; init; }
}

/// <summary>One item of an accepted case.</summary>
public sealed record AcceptedItem
{
    /// <summary>Code of the service item in the catalogue.</summary>
    public required string Code { get; init; }

    /// <summary>The service that goes on with it: <c>subsidy</c>, <c>certification</c>, or none for an item done at the window.</summary>
    public string? FollowUp { get; init; }
}
