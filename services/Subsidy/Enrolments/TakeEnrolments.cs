using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Enrolments;

/// <summary>
/// Takes in what other programmes people draw, as those who keep them report it; a row for the same person, programme and first day replaces the one
/// before. Bad rows are refused one by one and told; the others are taken. Open applications of these persons are looked at again.
/// </summary>
internal static class TakeEnrolments
{
    private const int Most = 1_000;

    /// <param name="Rows">1 to 1,000 rows.</param>
    internal sealed record Request(IReadOnlyList<Row?> Rows);

    /// <summary>One row as it was reported; a bad value refuses the row and not the upload.</summary>
    /// <param name="PersonId">Id of the person in the registry.</param>
    /// <param name="Programme">Code of the other programme; up to 64 characters.</param>
    /// <param name="From">The first day, <c>yyyy-MM-dd</c>.</param>
    /// <param name="To">The last day; none while it goes on.</param>
    /// <param name="Source">Who reports it; up to 200 characters.</param>
    internal sealed record Row(string? PersonId = null, string? Programme = null, string? From = null, string? To = null, string? Source = null);

    /// <param name="Row">Number of the row, from 1.</param>
    /// <param name="Code">Code of the problem.</param>
    /// <param name="Title">The problem in the caller's language.</param>
    internal sealed record RefusedRow(int Row, string Code, string Title);

    public static void MapTakeEnrolments(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/enrolments", Handle).RequireRole(Roles.Operator).AsCommand().Audited("subsidy.take-enrolments");

    private static async Task<IResult> Handle(
        Request request, ClaimsPrincipal caller, UnitOfWork unit, LookAgain look, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (request.Rows.Count is < 1 or > Most)
            return Problem.Invalid("enrolments.size", Most);

        var taken = new List<Enrolment>();
        var refused = new List<RefusedRow>();
        foreach (var (index, row) in request.Rows.Index())
        {
            var (enrolment, fault) = Read(row);
            if (enrolment is not null)
                taken.Add(enrolment);
            else
                refused.Add(new RefusedRow(index + 1, fault!.Code, fault.TitleIn(http.RequestServices)));
        }

        // Turns in one order for all, so that two uploads never wait for each other.
        var persons = taken.Select(row => row.PersonId).Distinct().Order().ToArray();
        foreach (var person in persons)
            await Judgement.TakeTurnAsync(unit.Connection, person, ct);
        foreach (var enrolment in taken)
            await WriteAsync(unit, enrolment, caller.AccountName(), clock.GetUtcNow(), ct);
        unit.Audit(persons);
        foreach (var person in persons)
            await look.AtAsync(person, news: null, ct);
        return TypedResults.Ok(new { taken = taken.Count, refused });
    }

    private static (Enrolment? Row, Problem? Fault) Read(Row? row)
    {
        if (!Guid.TryParse(row?.PersonId, out var person))
            return (null, Problem.Invalid("enrolment.person"));
        if (TextIn(row.Programme, 64) is not { } programme)
            return (null, Problem.Invalid("enrolment.programme", 64));
        if (TextIn(row.Source, 200) is not { } source)
            return (null, Problem.Invalid("enrolment.source", 200));
        if (DayIn(row.From) is not { } from || (row.To is not null && !(DayIn(row.To) >= from)))
            return (null, Problem.Invalid("enrolment.period"));
        return (new Enrolment(person, programme, from, DayIn(row.To), source), null);
    }

    private static string? TextIn(string? text, int longest) =>
        text?.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Contains('\0') ? trimmed : null;

    private static DateOnly? DayIn(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;

    private static Task<int> WriteAsync(UnitOfWork unit, Enrolment row, string by, DateTimeOffset at, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into enrolments (person_id, programme, from_day, to_day, source, taken_by, taken_at)
            values (@PersonId, @Programme, @From, @To, @Source, @by, @at)
                on conflict (person_id, programme, from_day)
                do update set to_day = excluded.to_day, source = excluded.source, taken_by = excluded.taken_by, taken_at = excluded.taken_at
            """,
            new { row.PersonId, row.Programme, row.From, row.To, row.Source, by, at }, cancellationToken: ct));

    private sealed record Enrolment(Guid PersonId, string Programme, DateOnly From, DateOnly? To, string Source);
}
