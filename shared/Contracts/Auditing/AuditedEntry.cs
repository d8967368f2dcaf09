namespace Wenden.Contracts.Auditing;

/// <summary>Who read or changed which person's data, as <c>GET /audit</c> of every service answers.</summary>
public sealed record AuditedEntry
{
    /// <summary>Its place in the service's trail, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, by the hall's clock.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = value.ToOffset(Hall.Offset);
    }

    /// <summary>Account name of the person or device, or the service that acted by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>The actor's roles, separated by spaces.</summary>
    public required string Roles { get; init; }

    /// <summary>Where it was done; the actor's sites, separated by spaces, where the request names none; <c>*</c> for every site.</summary>
    public required string Site { get; init; }

    /// <summary>Remote address of the request; none for what a service did by itself.</summary>
    public string? Address { get; init; }

    /// <summary>Stable name of what was done, such as <c>subsidy.first-review</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Whose data, by the registry; none for people whom it does not know.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Why: <c>case/…</c>, <c>ticket/…</c> or <c>import/…</c>.</summary>
    public string? Purpose { get; init; }

    /// <summary>The trace it belongs to, 32 hexadecimal digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>SHA-256 of the entry and of all before it, in hexadecimal digits.</summary>
    public string? Hash { get; init; }
}

/// <summary>A page of the entries of one service.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">The <c>before</c> of the next page; none on the last one.</param>
public sealed record AuditedEntries(IReadOnlyList<AuditedEntry> Entries, long? Next);
