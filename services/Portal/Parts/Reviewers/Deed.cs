using Wenden.Portal.Reading;

namespace Wenden.Portal.Parts.Reviewers;

/// <summary>Something that a person can do with an application now, named by what it comes to.</summary>
/// <param name="Name">Ends the keys of its texts.</param>
/// <param name="Key">Presses it from anywhere on the page.</param>
/// <param name="NeedsNote">Whether a reason has to be given.</param>
/// <param name="IsGrave">Whether it takes something from the applicant.</param>
/// <param name="Longest">Characters that the reason may have.</param>
internal sealed record Deed(string Name, string Key, bool NeedsNote, bool IsGrave = false, int Longest = 2_000)
{
    private static readonly Deed _sendBack = new("send-back", "s", NeedsNote: true);

    /// <summary>What the desk of a role can do; none where it is another's turn.</summary>
    public static IReadOnlyList<Deed> Of(ApplicationFile file, string desk) => (desk, file.State) switch
    {
        (Roles.Reviewer, Steps.First) => [.. First(file)],
        (Roles.Approver, Steps.Second) => Second(file),
        (Roles.Approver, Steps.Override) => [new("grant", "a", NeedsNote: true), new("deny", "r", NeedsNote: true, IsGrave: true)],
        (Roles.Approver, "approved") => [new("revoke", "r", NeedsNote: true, IsGrave: true)],
        _ => [],
    };

    private static IEnumerable<Deed> First(ApplicationFile file)
    {
        if (file.IsGrantedByRules)
            yield return new("approve", "a", NeedsNote: false);
        yield return new("refuse", "r", NeedsNote: true, IsGrave: true);
        if (!file.IsGrantedByRules)
            yield return new("override", "o", NeedsNote: true);
        if (file.Supplement is null)
            yield return new("supplement", "s", NeedsNote: true, Longest: 500);
    }

    // Who disagrees with the first review sends the application back to it; nothing is decided by one alone.
    private static Deed[] Second(ApplicationFile file) => file switch
    {
        { ProposesOverride: true } => [new("agree-override", "a", NeedsNote: true), _sendBack],
        { FirstReview.Approve: false } => [new("uphold", "a", NeedsNote: true, IsGrave: true), _sendBack],
        { IsGrantedByRules: true } => [new("grant-by-rules", "a", NeedsNote: false), _sendBack],
        _ => [new("refuse-by-rules", "a", NeedsNote: false, IsGrave: true), _sendBack],
    };

    /// <summary>Has it done; what came of it is the state of the application.</summary>
    internal async Task<string> DoAsync(ReviewReads reviews, string site, ApplicationFile file, string? note, CancellationToken ct)
    {
        switch (Name)
        {
            case "supplement":
                await reviews.AskSupplementAsync(site, file.Id, note!, ct);
                return "supplement";
            case "revoke":
                await reviews.RevokeAsync(site, file.Id, note!, ct);
                return "revoked";
            case "grant" or "deny":
                return (await reviews.OverrideAsync(site, file.Id, Name == "grant", note!, ct)).State;
            default:
                return (await reviews.ReviewAsync(site, file.Id, file.State, ReviewFor(file, note), ct)).State;
        }
    }

    private ReviewOf ReviewFor(ApplicationFile file, string? note) => Name switch
    {
        "override" or "agree-override" => new(Approve: true, note, Override: true),
        "approve" or "grant-by-rules" or "refuse-by-rules" => new(Approve: true, note),
        "send-back" => new(Approve: file.FirstReview?.Approve == false, note),
        _ => new(Approve: false, note),
    };
}
