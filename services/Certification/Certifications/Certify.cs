using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Certification.Roll;
using Wenden.Contracts.Certification;

namespace Wenden.Certification.Certifications;

/// <summary>
/// <c>POST /sites/{site}/certifications</c>: a person is certified (待遇领取资格认证) at a counter. The site is where it is done; the person may
/// belong to another. A second time on the same day gives the first certification again, with 200 instead of 201.
/// </summary>
internal static class Certify
{
    private const string Counter = "counter";

    internal sealed record Request
    {
        /// <summary>The person, who must be on the roll.</summary>
        public required Guid PersonId { get; init; }

        /// <summary>How; for now <c>counter</c> alone.</summary>
        public required string Channel { get; init; }

        /// <summary>The visit in which it is done, if any.</summary>
        public Guid? TicketId { get; init; }
    }

    /// <param name="CertificationId">The certification.</param>
    /// <param name="PersonId">The person.</param>
    /// <param name="CertifiedOn">The hall's day on which it was done.</param>
    /// <param name="ValidUntil">The last valid day.</param>
    internal sealed record Answer(Guid CertificationId, Guid PersonId, DateOnly CertifiedOn, DateOnly ValidUntil);

    public static void MapCertify(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/certifications", HandleAsync).RequireRole(Roles.Teller, Roles.Certifier).AsCommand(requireKey: true)
            .Audited("certification.certify");

    private static async Task<Results<Created<Answer>, Ok<Answer>, Problem>> HandleAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, IHttpClientFactory clients, TimeProvider clock, CancellationToken ct)
    {
        if (request.Channel != Counter)
            return Problem.Invalid("channel.unknown", request.Channel);

        var purpose = request.TicketId is { } ticket ? Purpose.Ticket(ticket) : null;
        unit.Audit(request.PersonId, purpose);
        var now = clock.GetUtcNow();
        var certification = await CertifyAsync(unit.Connection, site, request, caller.AccountName(), now, ct);
        if (certification is null)
        {
            var person = await ReadRoll.FindAsync(unit.Connection, request.PersonId, ct);
            // Right after an import the event may still be on its way.
            if (person is null or { Ended: true } && await PersonOfRegistry.FindAsync(clients, request.PersonId, purpose, ct) is { } news)
            {
                await KeepRoll.StoreAsync(unit.Connection, news, ct);
                person = await ReadRoll.FindAsync(unit.Connection, request.PersonId, ct);
            }

            if (person is null or { Ended: true })
                return Problem.NotFound("roll.unknown", request.PersonId);
            if (person.DiedOn is { } day)
                return Problem.Conflict("person.died", day);
            certification = await CertifyAsync(unit.Connection, site, request, caller.AccountName(), now, ct);
            if (certification is null)
                return TypedResults.Ok(await OfTheDayAsync(unit.Connection, request.PersonId, Hall.DayOf(now), ct));
        }

        unit.Publish(new Certified
        {
            Site = site,
            CertificationId = certification.CertificationId,
            PersonId = certification.PersonId,
            Channel = request.Channel,
            CertifiedOn = certification.CertifiedOn,
            ValidUntil = certification.ValidUntil,
        });
        return TypedResults.Created($"/roll/{request.PersonId}", certification);
    }

    /// <summary>None where the person is not on the roll, is dead, or was certified that day already.</summary>
    private static Task<Answer?> CertifyAsync(
        NpgsqlConnection connection, string site, Request request, string account, DateTimeOffset now, CancellationToken ct)
    {
        var today = Hall.DayOf(now);
        return connection.QuerySingleOrDefaultAsync<Answer>(new CommandDefinition(
            """
            with person as (
                select person_id from roll where person_id = @PersonId and not ended and died_on is null for update),
            certification as (
                insert into certifications
                       (person_id, certified_on, certification_id, site, channel, ticket_id, certified_by, valid_until, certified_at)
                select person_id, @today, @id, @site, @Channel, @TicketId, @account, @until, @now from person
                    on conflict (person_id, certified_on) do nothing
                returning *),
            marked as (
                update roll
                   set certified_on = greatest(roll.certified_on, certification.certified_on),
                       certified_until = greatest(roll.certified_until, certification.valid_until)
                  from certification
                 where roll.person_id = certification.person_id)
            select certification_id, person_id, certified_on, valid_until from certification
            """,
            new { request.PersonId, request.Channel, request.TicketId, today, id = Guid.CreateVersion7(), site, account, until = Term.After(today), now },
            cancellationToken: ct));
    }

    private static Task<Answer> OfTheDayAsync(NpgsqlConnection connection, Guid personId, DateOnly day, CancellationToken ct) =>
        connection.QuerySingleAsync<Answer>(new CommandDefinition(
            "select certification_id, person_id, certified_on, valid_until from certifications where person_id = @personId and certified_on = @day",
            new { personId, day }, cancellationToken: ct));
}
