using System.Text.Json;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Neighbours;
using Wenden.Intake.Visits;

namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases</c>: the teller opens a case for one person of the ticket at the window, and asks for its forms. It is about the person, or
/// about an employer for whom the person acts (经办人); there is one of each per ticket. The identity number is used to find the person and is not kept.
/// </summary>
internal static class OpenCase
{
    private const int MostItems = 20;

    /// <param name="TicketId">A ticket that this teller has called and not finished.</param>
    /// <param name="IdentityNumber">Of the person the case is about (GB 11643).</param>
    /// <param name="Items">Codes of service items; those of the ticket without them.</param>
    /// <param name="EmployerCode">
    /// Unified social credit code (GB 32100) of the employer that the case is about; where the items are for employers and it is not given, the one that the
    /// registry knows the person to act for.
    /// </param>
    internal sealed record Request(Guid TicketId, string IdentityNumber, IReadOnlyList<string>? Items = null, string? EmployerCode = null);

    public static void MapOpenCase(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand(requireKey: true)
            .Audited("intake.open-case")
            .WithName(nameof(OpenCase))
            .Produces<CaseView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site,
        Request request,
        ClaimsPrincipal caller,
        UnitOfWork unit,
        CatalogueSet catalogues,
        QueueClient queue,
        RegistryClient registry,
        Applicants applicants,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (teller, now) = (caller.AccountName(), clock.HallNow());
        var fault = IdentityNumber.Read(request.IdentityNumber, Hall.DayOf(now), out var number);
        if (number is null)
            return Problem.Invalid($"identity-number.{JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString())}");

        var visit = await unit.FindVisitAsync(site, request.TicketId, ct);
        if (visit is null || (visit.FinishedAt is null && !visit.IsServedBy(teller)))
        {
            // The event of the call may still be on its way; the queue knows for certain.
            if (await queue.FindTicketAsync(site, request.TicketId, ct) is not { } ticket)
                return Problem.NotFound("ticket.unknown");
            visit = Visit.Of(ticket);
        }

        if (Refuse(visit, teller) is { } refusal)
            return refusal;
        if (Choose(request.Items ?? visit.Items ?? [], catalogues.On(Hall.DayOf(now)), out var items) is { } wrong)
            return wrong;
        var purpose = Purpose.Ticket(request.TicketId);
        if (await registry.FindPersonAsync(number, purpose, ct) is not { } personId)
            return Problem.NotFound("person.unknown");
        var employerCode = request.EmployerCode is { } code && !string.IsNullOrWhiteSpace(code) ? code.Trim() : null;
        var (employer, notForThem) = await applicants.FindAsync(site, personId, employerCode, items, purpose, ct);
        if (notForThem is not null)
            return notForThem;
        var siteName = await queue.SiteNameAsync(site, ct);

        visit = await unit.SaveVisitAsync(visit, ct);
        if (Refuse(visit, teller) is { } late)
            return late;

        var opened = new NewCase(visit, Guid.CreateVersion7(now), personId, employer, siteName, teller, now, new Chain(items, siteName, Hall.DayOf(now)));
        if (await opened.StoreAsync(unit, ct) is { } other)
            return Problem.Conflict("case.exists").With("caseId", other);
        unit.Audit(personId, Purpose.Case(opened.Id));
        if (opened.Forms.Count > 0)
            unit.Publish(opened.Asked);

        return TypedResults.Created($"/sites/{site}/cases/{opened.Id}", await unit.Connection.ReadCaseAsync(site, opened.Id, ct));
    }

    private static Problem? Refuse(Visit visit, string teller) =>
        visit.IsServedBy(teller) ? null
        : visit.FinishedAt is not null ? Problem.Conflict("ticket.finished")
        : Problem.Conflict("ticket.not-yours").With("state", visit.CalledAt is null ? "waiting" : "called").With("teller", visit.Teller);

    private static Problem? Choose(IReadOnlyList<string> codes, ItemCatalogue catalogue, out IReadOnlyList<ServiceItem> items)
    {
        items = [.. codes.Select(catalogue.Find).OfType<ServiceItem>()];
        if (codes.Count is 0 or > MostItems)
            return Problem.Invalid("case.item-count", MostItems);
        if (codes.Distinct().Count() < codes.Count)
            return Problem.Invalid("case.item-repeated");
        var unknown = codes.Where(code => catalogue.Find(code) is null).ToArray();
        return unknown.Length == 0 ? null : Problem.Invalid("item.unknown", string.Join(", ", unknown)).With("items", unknown);
    }
}
