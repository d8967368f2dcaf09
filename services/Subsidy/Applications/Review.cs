namespace Wenden.Subsidy.Applications;

/// <summary>What a reviewer says on an application. Whoever refuses, or asks to grant against the rules, says why.</summary>
/// <param name="Approve">Whether to grant.</param>
/// <param name="Note">Why; up to 2,000 characters.</param>
/// <param name="Override">Whether to grant although rules or obstacles refuse; a third person then decides.</param>
internal sealed record Review(bool Approve, string? Note = null, bool Override = false)
{
    public const int LongestNote = 2_000;

    public bool IsSilent() => string.IsNullOrWhiteSpace(Note);

    public Problem? Fault() =>
        Override && !Approve ? Problem.Invalid("override.refuses")
        : (Override || !Approve) && IsSilent() ? Problem.Invalid("review.note-missing")
        : FaultOf(Note);

    /// <summary>What is wrong with a note that may be missing.</summary>
    public static Problem? FaultOf(string? note) =>
        note?.Length > LongestNote ? Problem.Invalid("review.note-too-long", LongestNote)
        : note?.Contains('\0') == true ? Problem.Invalid("request.malformed", "NUL")
        : null;
}

/// <summary>What a review comes to.</summary>
internal sealed record Reviewed(Guid Id, string State, decimal Amount);

/// <summary>A review by somebody at an instant.</summary>
internal sealed record Reviewing(Review Review, string By, DateTimeOffset At);

/// <summary>A review that was given, or why it was not.</summary>
internal sealed record Given(Reviewed? Done, Problem? Refused)
{
    public IResult Answer => Refused ?? (IResult)TypedResults.Ok(Done);

    public static implicit operator Given(Problem refused) => new(null, refused);

    public static implicit operator Given(Reviewed done) => new(done, null);
}
