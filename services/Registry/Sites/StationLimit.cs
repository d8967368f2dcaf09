namespace Wenden.Registry.Sites;

/// <summary>The limit of enterprise stations: whoever works there alone sees the people of their employer alone.</summary>
internal static class StationLimit
{
    /// <summary>
    /// Of the person <c>p</c>: whether they act for, or were insured last with, one of <c>@employers</c>; everybody where that is null.
    /// </summary>
    public const string Includes =
        """
        (@employers::text[] is null or coalesce(
            (select facts ->> 'actsFor' from statements where person_id = p.person_id and facts ? 'actsFor' order by as_of desc, source collate "C" desc limit 1),
            (select employer from contributions where person_id = p.person_id and employer is not null order by month desc limit 1)) = any(@employers))
        """;

    /// <summary>Whether the caller may see the person; nobody may see whom there is not.</summary>
    public static Task<bool> CanSeeAsync(this NpgsqlConnection connection, Guid person, ClaimsPrincipal caller, SiteList sites, CancellationToken ct) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"select exists (select 1 from persons p where p.person_id = @person and {Includes})", new { person, employers = sites.EmployersFor(caller) },
            cancellationToken: ct));
}
