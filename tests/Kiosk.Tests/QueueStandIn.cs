using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Tests;

/// <summary>Keeps the state as a disk would: as text, so that nothing of the running kiosk hangs on to it.</summary>
internal sealed class MemoryStore : IKioskStore
{
    private string _kept = "{}";

    public int Writes { get; private set; }

    public Task<KioskState> ReadAsync(CancellationToken ct) => Task.FromResult(JsonSerializer.Deserialize<KioskState>(_kept, KioskJson.Options)!);

    public Task WriteAsync(KioskState state, CancellationToken ct)
    {
        _kept = JsonSerializer.Serialize(state, KioskJson.Options);
        Writes++;
        return Task.CompletedTask;
    }
}

/// <summary>A queue with a clock of its own, which answers, keeps silent or fails as a test wants it to.</summary>
internal sealed class QueueStandIn(FakeTimeProvider clock) : HttpMessageHandler
{
    private readonly Dictionary<string, Slip> _issued = [];
    private int _leases;

    /// <summary>How far the queue's clock is ahead of the kiosk's.</summary>
    public TimeSpan Ahead { get; set; }

    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromHours(10);

    public Behaviour Behaves { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.BadGateway;

    public string Code { get; set; } = "";

    /// <summary>What it says of a ticket handed in; by default <c>taken</c> the first time and <c>already</c> after.</summary>
    public Func<LeasedTicket, string?> Verdict { get; set; } = _ => null;

    public Dictionary<Guid, LeasedTicket> Taken { get; } = [];

    public List<string> Asked { get; } = [];

    public List<Guid> Cancelled { get; } = [];

    public IReadOnlyCollection<Slip> Issued => _issued.Values;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Asked.Add($"{request.Method} {path}");
        switch (Behaves)
        {
            case Behaviour.IsDown:
                throw new HttpRequestException("Connection refused");
            case Behaviour.Fails:
                return new HttpResponseMessage(Status) { Content = JsonContent.Create(new { code = Code, title = "No." }) };
            case Behaviour.IsSilent:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
        }

        var answer = await AnswerAsync(request, path, cancellationToken);
        if (Behaves is Behaviour.AnswersIntoTheVoid)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return answer is null
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(answer, answer.GetType(), options: KioskJson.Options) };
    }

    private async Task<object?> AnswerAsync(HttpRequestMessage request, string path, CancellationToken ct)
    {
        if (path.EndsWith("/leases", StringComparison.Ordinal))
            return Grant();
        if (path.EndsWith("/withdraw", StringComparison.Ordinal))
            return Withdraw(JsonDocument.Parse(await request.Content!.ReadAsStringAsync(ct)).RootElement.GetProperty("key").GetString()!);
        if (path.EndsWith("/return", StringComparison.Ordinal))
            return null;
        if (path.Contains("/leases/", StringComparison.Ordinal))
        {
            var tickets = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(ct)).RootElement.GetProperty("tickets").Deserialize<LeasedTicket[]>(KioskJson.Options)!;
            return new { tickets = tickets.Select(Judge).Where(result => result.Result != "silent").ToArray() };
        }

        return Issue(request.Headers.GetValues("Idempotency-Key").Single());
    }

    private Lease Grant()
    {
        var first = (10 * _leases++) + 1;
        var now = clock.GetUtcNow() + Ahead;
        return new Lease { LeaseId = Guid.CreateVersion7(), Zone = "z", Series = "K", First = first, Last = first + 9, GrantedAt = now, ExpiresAt = now + LeaseLife };
    }

    private LeasedTicketResult Judge(LeasedTicket ticket)
    {
        var verdict = Verdict(ticket) ?? (Taken.ContainsKey(ticket.TicketId) ? "already" : "taken");
        if (verdict == "taken")
            Taken.Add(ticket.TicketId, ticket);
        return new LeasedTicketResult { TicketId = ticket.TicketId, Result = verdict, Reason = verdict == "refused" ? "number-taken" : null };
    }

    private Slip Issue(string key)
    {
        if (_issued.TryGetValue(key, out var slip))
            return slip;
        return _issued[key] = new Slip
        {
            Ticket = new Ticket { Site = "s", TicketId = Guid.CreateVersion7(), Number = $"A{_issued.Count + 1:000}", State = TicketState.Waiting, Items = [], IssuedAt = clock.GetUtcNow() + Ahead },
            Link = new string('x', 22), Ahead = 3, FromMinutes = 5, ToMinutes = 9, Papers = [], PapersEn = [],
        };
    }

    private Ticket? Withdraw(string key)
    {
        if (!_issued.TryGetValue(key, out var slip))
            return null;
        Cancelled.Add(slip.Ticket.TicketId);
        return slip.Ticket with { State = TicketState.Cancelled };
    }
}

internal enum Behaviour
{
    Answers, IsDown, Fails, IsSilent, AnswersIntoTheVoid,
}

/// <summary>A kiosk without a screen, which can be switched off and on.</summary>
internal sealed class TestKiosk : IDisposable
{
    public const string Site = "s";

    private readonly HttpClient _http;
    private readonly QueueLine _line;
    private Ledger _ledger;

    public TestKiosk()
    {
        Queue = new QueueStandIn(Clock);
        _http = new HttpClient(Queue) { BaseAddress = new Uri("http://hall/api/queue/") };
        _line = new QueueLine(_http, Clock);
        _ledger = new Ledger(Store);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2019, 10, 21, 9, 0, 0, TimeSpan.FromHours(8)));

    public MemoryStore Store { get; } = new();

    public QueueStandIn Queue { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<KioskState> StateAsync() => _ledger.ReadAsync(Ct);

    public Task KnowAsync(Func<KioskState, KioskState> change) => _ledger.ChangeAsync(change, Ct);

    public Task RenewAsync() => new LeaseKeeper(_ledger, _line, Clock).RenewAsync(Site, Ct);

    public Task HandInAsync() => new HandIn(_ledger, _line).RunAsync(Site, Ct);

    public Task<Outcome> TakeAsync(params string[] items) => new Issuing(_ledger, _line, Clock).TakeAsync(Site, new IssueRequest { Items = items }, Ct);

    /// <summary>Takes a number while nothing is answered, and lets the visitor's patience pass.</summary>
    public async Task<Outcome> TakeInVainAsync()
    {
        var taking = TakeAsync();
        while (!taking.IsCompleted)
        {
            await Task.Delay(5, Ct);
            Clock.Advance(QueueLine.Patience);
        }

        return await taking;
    }

    public async Task<string> NumberAsync() => (await TakeAsync()).ShouldBeOfType<Given>().Slip.Ticket.Number;

    /// <summary>The power goes, and comes back.</summary>
    public void Restart()
    {
        _ledger.Dispose();
        _ledger = new Ledger(Store);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _http.Dispose();
        Queue.Dispose();
    }
}
