using System.Buffers.Text;
using System.Security.Cryptography;
using Wenden.Contracts;
using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Numbers;

/// <summary>Gives a visitor a number: the queue's, or one of the kiosk's own block where the queue does not answer.</summary>
internal sealed class Issuing(Ledger ledger, QueueLine queue, TimeProvider clock)
{
    public async Task<Outcome> TakeAsync(string site, IssueRequest request, CancellationToken ct)
    {
        var key = Guid.CreateVersion7();
        // Noted before it is asked: the power may go before the answer comes, and then nobody would know of the number.
        await ledger.ChangeAsync(state => state with { Questions = [.. state.Questions, new OpenQuestion(key, IsGivenUp: false)] }, ct);
        try
        {
            var slip = await queue.IssueAsync(site, request, key, ct);
            await ledger.ChangeAsync(state => Without(state, key), CancellationToken.None);
            return new Given(slip);
        }
        catch (QueueRefusedException refused)
        {
            await ledger.ChangeAsync(state => Without(state, key), CancellationToken.None);
            return new Refused(refused.Problem);
        }
        catch (QueueAwayException)
        {
            return await TakeFromLeaseAsync(site, request, key);
        }
    }

    /// <summary>An appointment can be looked up by the queue alone.</summary>
    public async Task<Outcome> CheckInAsync(string site, CheckInRequest request, CancellationToken ct)
    {
        try
        {
            // A second time gives the same number again, so no question needs to be noted.
            return new Given(await queue.CheckInAsync(site, request, Guid.CreateVersion7(), ct));
        }
        catch (QueueRefusedException refused)
        {
            return new Refused(refused.Problem);
        }
        catch (QueueAwayException)
        {
            return new Nothing(IsClosed: false);
        }
    }

    private async Task<Outcome> TakeFromLeaseAsync(string site, IssueRequest request, Guid key)
    {
        Outcome outcome = new Nothing(IsClosed: false);
        // One change: the number, what it was given for and the question given up are written down together, before anybody sees the number.
        await ledger.ChangeAsync(state =>
        {
            var asked = state with { Questions = [.. state.Questions.Select(question => question.Key == key ? question with { IsGivenUp = true } : question)] };
            if (LeaseKeeper.TimeToTake(state.Lease, clock.GetUtcNow()) is not { } time)
                return asked;
            if (IsClosed(state.Site, time))
            {
                outcome = new Nothing(IsClosed: true);
                return asked;
            }

            var lease = state.Lease!;
            var ticket = new LeasedTicket
            {
                TicketId = Guid.CreateVersion7(), Sequence = lease.Next, TakenAt = time, Items = request.Items, Class = request.Class,
                IdentityNumber = request.IdentityNumber, Link = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            };
            outcome = new Given(SlipOf(ticket, lease.Lease, site, state.Items));
            return asked with { Lease = lease with { Next = lease.Next + 1 }, Held = [.. asked.Held, new HeldTicket(lease.Lease.LeaseId, ticket)] };
        }, CancellationToken.None);
        return outcome;
    }

    private static bool IsClosed(Site? site, DateTimeOffset time) =>
        site is { Opens: { } opens, Closes: { } closes } && TimeOnly.FromTimeSpan(time.ToOffset(Hall.Offset).TimeOfDay) is var now && (now < opens || now >= closes);

    private static KioskState Without(KioskState state, Guid key) =>
        state with { Questions = [.. state.Questions.Where(question => question.Key != key)] };

    private static Slip SlipOf(LeasedTicket ticket, Lease lease, string site, IReadOnlyList<Item> known)
    {
        var items = known.Where(item => ticket.Items.Contains(item.Code)).ToArray();
        return new Slip
        {
            Ticket = new Ticket
            {
                Site = site, TicketId = ticket.TicketId, Number = LeaseKeeper.Number(lease, ticket.Sequence), State = TicketState.Waiting, Zone = lease.Zone,
                Items = ticket.Items, Class = ticket.Class, IssuedAt = ticket.TakenAt, TurnAt = ticket.TakenAt, IsOffline = true,
            },
            Link = ticket.Link, Ahead = 0, FromMinutes = 0, ToMinutes = 0,
            Papers = [.. items.SelectMany(item => item.Materials).Distinct()], PapersEn = [.. items.SelectMany(item => item.MaterialsEn).Distinct()],
        };
    }
}

/// <summary>What came of asking for a number.</summary>
internal abstract record Outcome;

/// <summary>A number. How many are ahead is not known of one from the kiosk's own block.</summary>
internal sealed record Given(Slip Slip) : Outcome;

/// <summary>The queue says no, and why.</summary>
internal sealed record Refused(QueueProblem Problem) : Outcome;

/// <summary>The queue cannot be reached, and there is no number to give out, or the hall is closed.</summary>
internal sealed record Nothing(bool IsClosed) : Outcome;
