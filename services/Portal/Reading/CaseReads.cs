using Wenden.Contracts.Queue;

namespace Wenden.Portal.Reading;

/// <summary>Cases of the visitor at the window, as Intake keeps them.</summary>
internal sealed class CaseReads(HallReader hall)
{
    private const string Intake = "intake";

    /// <summary>The cases of a ticket. Every reading is in the audit trail: not to be asked for without need.</summary>
    public Task<IReadOnlyList<CaseView>> OfTicketAsync(Ticket ticket, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<CaseView>>(Intake, $"{QueueReads.At(ticket.Site)}/cases?ticket={ticket.TicketId}", ct);

    /// <summary>Opens the case of one person; its forms are drawn by themselves.</summary>
    /// <param name="ticket">The ticket at the window.</param>
    /// <param name="identityNumber">Of the person; Intake finds the person by it and does not keep it.</param>
    /// <param name="items">Codes of the items.</param>
    /// <param name="employerCode">The employer for whom the person acts; empty for the one that the registry knows; none where the case is the person's own.</param>
    /// <param name="key">The same for a second try of the same.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task OpenAsync(Ticket ticket, string identityNumber, IEnumerable<string> items, string? employerCode, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(ticket.Site)}/cases", new { ticket.TicketId, identityNumber, items, employerCode }, ct, key);

    /// <summary>Completes what was done on the spot (即时办结); safe to send twice.</summary>
    public Task CompleteAsync(CaseView view, CaseItem item, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(view.Site)}/cases/{view.CaseId}/items/{item.Code}/complete", null, ct);

    /// <summary>Accepts the case (受理) once nothing is left to sign.</summary>
    /// <param name="view">The case.</param>
    /// <param name="lacking">Codes of item and secondary material that it is accepted without (容缺).</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task AcceptAsync(CaseView view, IEnumerable<(string Item, string Material)> lacking, CancellationToken ct)
    {
        var gaps = lacking.GroupBy(gap => gap.Item, (item, materials) => new { item, materials = materials.Select(gap => gap.Material) });
        return hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(view.Site)}/cases/{view.CaseId}/accept", new { gaps }, ct);
    }

    /// <summary>What is accepted at the site and not yet done, the longest overdue first.</summary>
    public Task<IReadOnlyList<Deadline>> DeadlinesAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<Deadline>>(Intake, $"{QueueReads.At(site)}/deadlines", ct);

    /// <summary>Ends an item; safe to send twice.</summary>
    /// <param name="site">The site.</param>
    /// <param name="deadline">The item.</param>
    /// <param name="result"><see cref="Deadline.Completed"/> or <see cref="Deadline.Rejected"/>.</param>
    /// <param name="reason">For the visitor to read; must be there where it is rejected.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task DecideAsync(string site, Deadline deadline, string result, string? reason, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, deadline)}/decide", new { result, reason }, ct);

    /// <summary>Tells the visitor once all that is missing.</summary>
    public Task AskSupplementAsync(string site, Deadline deadline, string missing, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, deadline)}/supplement", new { missing }, ct);

    /// <summary>What was missing was brought.</summary>
    public Task TakeSupplementAsync(string site, Deadline deadline, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, deadline)}/supplied", null, ct);

    /// <summary>What the item was accepted without was seen.</summary>
    public Task CloseGapAsync(string site, Deadline deadline, Deadline.Gap gap, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{At(site, deadline)}/gaps/{gap.Material}/close", null, ct);

    /// <summary>Corrections that wait for a second person, and what was decided in the last 30 days.</summary>
    public Task<Corrections> CorrectionsAsync(string site, CancellationToken ct) =>
        hall.GetAsync<Corrections>(Intake, $"{QueueReads.At(site)}/corrections", ct);

    /// <summary>Asks for a decided item to be opened again; the same key for a second try of the same.</summary>
    public Task AskCorrectionAsync(string site, Corrections.DecidedItem decided, string reason, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(site)}/cases/{decided.CaseId}/items/{decided.Item}/corrections", new { reason }, ct, key);

    public Task DecideCorrectionAsync(string site, Guid correctionId, bool approved, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{QueueReads.At(site)}/corrections/{correctionId}/decide", new { result = approved ? "approved" : "declined" }, ct);

    /// <summary>What the citizen signed in had done, the last first.</summary>
    public Task<IReadOnlyList<OwnCase>> OwnAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<OwnCase>>(Intake, "/cases", ct);

    /// <summary>Takes back what the citizen signed in has committed to; safe to send twice.</summary>
    public Task RevokeOwnAsync(OwnCase of, OwnCase.Item item, OwnCase.Commitment commitment, CancellationToken ct) => hall.DoAsync(
        HttpMethod.Post, Intake, $"/cases/{of.CaseId}/items/{item.Code}/materials/{commitment.Material}/commitment/revoke", null, ct);

    private static string At(string site, Deadline deadline) => $"{QueueReads.At(site)}/cases/{deadline.CaseId}/items/{deadline.Item}";
}

internal sealed record CaseView(
    string Site, Guid CaseId, Guid PersonId, string State, IReadOnlyList<CaseItem> Items, IReadOnlyList<CaseForm> Forms, CaseView.ActingFor? Employer = null)
{
    /// <summary>What can be completed at the window, in the order in which it is done.</summary>
    public IEnumerable<CaseItem> ToComplete => Items.Where(item => item is { State: "accepted", Instant: true, FollowUp: "none" } && !item.OpenGaps.Any());

    /// <summary>Names of what is done before the item, since it uses what that produces.</summary>
    public IReadOnlyList<string> Before(CaseItem item) =>
        [.. Items.Where(other => item.WaitsFor?.Contains(other.Code) == true && other.State != "completed" && item.State != "completed").Select(other => other.Name)];

    /// <summary>Whether papers are still gathered for it.</summary>
    public bool IsBeforeAcceptance => State is "draft" or "awaiting-signature" or "signed";

    /// <summary>Whether its forms are still being drawn.</summary>
    public bool IsDrawing => State == "draft" || Forms.Any(form => form.State == "wanted");

    /// <summary>The employer that the case is about.</summary>
    /// <param name="Code">Unified social credit code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Authority"><c>registered</c>, or <c>paper</c> where an authorisation is brought.</param>
    internal sealed record ActingFor(string Code, string Name, string Authority);
}

/// <param name="CaseId">The case.</param>
/// <param name="TicketNumber">Of the visit.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Instant">Whether it is done at the window.</param>
/// <param name="FollowUp">The service that works on it; <c>none</c> where a reviewer decides.</param>
/// <param name="AcceptedAt">When the promise began.</param>
/// <param name="DueOn">The last day promised.</param>
/// <param name="DaysLeft">Working days to that day; below 0 where it is past.</param>
/// <param name="Urgency"><see cref="Overdue"/>, <see cref="Soon"/> or <c>in-time</c>.</param>
/// <param name="Gaps">What it was accepted without and is still missing.</param>
/// <param name="IsSupplemented">Whether the visitor was asked for something, which is done once.</param>
/// <param name="Employer">Name of the employer whose case it is; none of a person's own.</param>
public sealed record Deadline(
    Guid CaseId, string TicketNumber, string Item, string Name, string State, bool Instant, string FollowUp, DateTimeOffset AcceptedAt, DateOnly DueOn, int DaysLeft, string Urgency,
    IReadOnlyList<Deadline.Gap> Gaps, bool IsSupplemented, string? Employer = null)
{
    public const string Overdue = "overdue", Soon = "soon", Completed = "completed", Rejected = "rejected", AwaitingSupplement = "awaiting-supplement";

    /// <summary>Whether neither the window nor another service ends it.</summary>
    public bool IsForReviewers => FollowUp == "none" && State is "accepted" or AwaitingSupplement && !Instant;

    /// <summary>A material that the item was accepted without, still missing.</summary>
    public sealed record Gap(string Material, string Name);
}

internal sealed record CaseItem(
    string Code, string Name, string State, IReadOnlyList<string> Missing, IReadOnlyList<CaseGap> Gaps, bool Instant = false, string FollowUp = "none",
    IReadOnlyList<string>? WaitsFor = null)
{
    /// <summary>What it was accepted without and is still missing.</summary>
    public IEnumerable<CaseGap> OpenGaps => Gaps.Where(gap => gap.ClosedAt is null);
}

/// <param name="Name">Name of the material.</param>
/// <param name="DueOn">The last day to bring it.</param>
/// <param name="ClosedAt">When it was there.</param>
internal sealed record CaseGap(string Name, DateOnly DueOn, DateTimeOffset? ClosedAt);

/// <param name="FormId">The form.</param>
/// <param name="Template">Code of its template.</param>
/// <param name="State"><c>wanted</c>, <c>rendered</c>, <c>signed</c> or <c>withdrawn</c>.</param>
/// <param name="MissingFields">Names of fields that no source has filled.</param>
internal sealed record CaseForm(Guid FormId, string Template, string State, IReadOnlyList<string> MissingFields);

/// <summary>Corrections of what was decided.</summary>
internal sealed record Corrections(IReadOnlyList<Corrections.OpenOne> Open, IReadOnlyList<Corrections.DecidedItem> Decided)
{
    internal sealed record OpenOne(Guid Id, string TicketNumber, string Name, string Reason, string AskedBy, string PriorState);

    internal sealed record DecidedItem(Guid CaseId, string TicketNumber, string Item, string Name, string State, DateTimeOffset DecidedAt);
}

/// <summary>What a citizen had done.</summary>
internal sealed record OwnCase(
    string SiteName, Guid CaseId, string TicketNumber, string State, DateTimeOffset OpenedAt, IReadOnlyList<OwnCase.Item> Items, IReadOnlyList<OwnCase.Form> Forms,
    string? Employer = null)
{
    /// <param name="Code">Code of the item.</param>
    /// <param name="Name">Name of the item.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="DueOn">The last day promised.</param>
    /// <param name="Amount">Yuan a year, of a subsidy.</param>
    /// <param name="Reasons">What decided.</param>
    /// <param name="ToBring">What is still to be brought.</param>
    /// <param name="Commitments">What was committed to in place of papers.</param>
    internal sealed record Item(
        string Code, string Name, string State, DateOnly? DueOn, decimal? Amount, IReadOnlyList<string> Reasons, IReadOnlyList<Owed> ToBring,
        IReadOnlyList<Commitment> Commitments);

    /// <param name="Material">Code of the material that it stands for.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="State"><c>signed</c>, <c>revoked</c>, <c>kept</c> or <c>broken</c>.</param>
    /// <param name="CanRevoke">Whether it can still be taken back.</param>
    internal sealed record Commitment(string Material, string Name, string State, bool CanRevoke);

    internal sealed record Owed(string What, DateOnly DueOn);

    internal sealed record Form(Guid FormId, string Template, bool IsSigned);
}
