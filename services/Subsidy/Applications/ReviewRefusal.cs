using System.Data;

namespace Wenden.Subsidy.Applications;

/// <summary>Why a step of the review changed nothing.</summary>
internal static class ReviewRefusal
{
    /// <summary>No such application, another state than the step needs, the same person once more, or somebody else's claim.</summary>
    public static async Task<Problem> ReasonAsync(
        IDbConnection connection, string site, Guid id, string caller, DateTimeOffset now, CancellationToken ct, params string[] expected)
    {
        var found = await connection.QuerySingleOrDefaultAsync<Standing>(new CommandDefinition(
            """
            select state, case when claimed_until > @now and lower(claimed_by) <> lower(@caller) then claimed_by end as claimed_by,
                   lower(@caller) in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, ''))) as was_there
              from applications
             where site = @site and id = @id
            """, new { site, id, caller, now }, cancellationToken: ct));
        return found switch
        {
            null => Problem.NotFound("application.unknown"),
            _ when !expected.Contains(found.State) => Problem.Conflict("application.state", found.State).With("state", found.State),
            { WasThere: true } => Problem.Forbidden("review.same-person"),
            { ClaimedBy: { } other } => Problem.Conflict("application.claimed", other).With("claimedBy", other),
            // What is left: the step asks to override what allows it.
            _ => Problem.Conflict("override.needless"),
        };
    }

    private sealed record Standing
    {
        public required string State { get; init; }

        public string? ClaimedBy { get; init; }

        public bool WasThere { get; init; }
    }
}
