using System.Data;

namespace Wenden.Subsidy.Applications;

/// <summary>Who did what to an application, when and why; only ever added to.</summary>
internal static class History
{
    /// <summary>What the service does by itself is recorded under this name.</summary>
    public const string System = "system";

    /// <summary>Adds the next step. The application's row has to be locked by the same transaction.</summary>
    public static Task AddAsync(
        IDbConnection connection, string site, Guid id, DateTimeOffset at, string by, string state, string what, string? why, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into application_history (site, application_id, step, at, by, state, what, why)
            select @site, @id, coalesce(max(step), 0) + 1, @at, @by, @state, @what, @why
              from application_history
             where site = @site and application_id = @id
            """,
            new { site, id, at, by, state, what, why },
            cancellationToken: ct));
}
