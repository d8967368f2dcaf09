using System.Data;

namespace Wenden.Subsidy.Applications;

/// <summary>Why a review changed nothing.</summary>
internal static class ReviewRefusal
{
    /// <summary>No such application, another state than the review needs, or the same person once more.</summary>
    public static async Task<Problem> ReasonAsync(IDbConnection connection, string site, Guid id, string expected, CancellationToken ct)
    {
        var state = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select state from applications where site = @site and id = @id", new { site, id }, cancellationToken: ct));
        return state switch
        {
            null => Problem.NotFound("application.unknown"),
            _ when state != expected => Problem.Conflict("application.state", state).With("state", state),
            _ => Problem.Forbidden("review.same-person"),
        };
    }
}
