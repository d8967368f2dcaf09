using System.Net.Http.Json;
using Wenden.Contracts;
using Wenden.Kiosk.Browser;
using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Steps;

/// <summary>What the pages ask for: numbers, the state of the kiosk, slips on paper.</summary>
internal sealed class Front(
    Stay stay, Ledger ledger, Issuing issuing, Upkeep upkeep, QueueLine queue, HttpClient http, BrowserStore store, Machine machine, TimeProvider clock)
{
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(5);

    private bool _isPlaceKnown;

    /// <summary>Told after every change that a page may show.</summary>
    public Action? Changed { get; set; }

    public Stay Stay => stay;

    public KioskState State { get; private set; } = new();

    public bool IsAway => upkeep.IsAway;

    /// <summary>Name of the printer of the site on which slips are printed; the browser's own without.</summary>
    public string? Printer { get; set; }

    /// <summary>What became of the last print: a text, none where nothing was printed.</summary>
    public string? Printed { get; private set; }

    private string Site => State.Place!.Site;

    /// <summary>Reads the state and where the kiosk stands; from then on it looks after itself.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (!await store.IsOursAsync(ct))
        {
            stay.Apologise(stay.Text["sorry.elsewhere"]);
            return;
        }

        State = await ledger.ReadAsync(ct);
        Changed?.Invoke();
        using var timer = new PeriodicTimer(_round, clock);
        do
        {
            await FindPlaceAsync(ct);
            if (State.Place is { } place)
                await upkeep.RunAsync(place.Site, ct);
            State = await ledger.ReadAsync(ct);
            Changed?.Invoke();
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    public async Task TakeAsync(string visitorClass)
    {
        var request = stay.Request(visitorClass);
        await ShowAsync(() => issuing.TakeAsync(Site, request, CancellationToken.None));
    }

    public Task CheckInAsync(CheckInRequest request) => ShowAsync(() => issuing.CheckInAsync(Site, request, CancellationToken.None));

    /// <summary>A card on the reader checks in where that is asked for; everywhere else it says who the visitor is.</summary>
    public async Task TakeCardAsync(string text)
    {
        if (stay.Step is Step.Busy or Step.Slip || !stay.Identify(text, clock.GetUtcNow().ToHallDay()))
            return;
        if (stay.Step is Step.Appointment)
            await CheckInAsync(new CheckInRequest(null, stay.IdentityNumber));
        else if (stay.Step is Step.Start or Step.Identity or Step.Sorry)
            stay.Open(stay.Group, stay.IsSearching);
        Changed?.Invoke();
    }

    /// <summary>A number from the pad; false where it is none.</summary>
    public bool TakeTyped(string text) => stay.Identify(text, clock.GetUtcNow().ToHallDay());

    /// <summary>Prints the slip; whatever becomes of it, the number is valid.</summary>
    public async Task PrintAsync()
    {
        if (stay.Slip is not { } slip)
            return;
        Printed = stay.Text["slip.printing"];
        Changed?.Invoke();
        Printed = stay.Text[$"slip.{await PrintAsync(slip.Ticket)}"];
        Changed?.Invoke();
    }

    public void Say() => Changed?.Invoke();

    private async Task<string> PrintAsync(Contracts.Queue.Ticket ticket)
    {
        if (Printer is null)
        {
            await machine.PrintAsync();
            return "printed";
        }

        // The queue prints, and does not know yet of what was given out without it.
        if (ticket.IsOffline)
            return "unreachable";
        try
        {
            return await queue.PrintAsync(Site, ticket.TicketId, Printer, CancellationToken.None);
        }
        catch (Exception exception) when (exception is QueueAwayException or QueueRefusedException)
        {
            return "unreachable";
        }
    }

    private async Task ShowAsync(Func<Task<Outcome>> ask)
    {
        if (State.Place is null)
        {
            stay.Apologise(stay.Text["sorry.place"]);
            Changed?.Invoke();
            return;
        }

        Printed = null;
        queue.Language = stay.Text.Language;
        stay.Go(Step.Busy);
        Changed?.Invoke();
        var outcome = await ask();
        State = await ledger.ReadAsync(CancellationToken.None);
        stay.Show(outcome);
        Changed?.Invoke();
        if (stay.Slip is not null)
            await PrintAsync();
    }

    private async Task FindPlaceAsync(CancellationToken ct)
    {
        try
        {
            if (_isPlaceKnown || await http.GetFromJsonAsync<KioskPlace>("/kiosk/device", KioskJson.Options, ct) is not { } place)
                return;
            _isPlaceKnown = true;
            await ledger.ChangeAsync(state => state.Place == place ? state : state with { Place = place }, ct);
            State = await ledger.ReadAsync(ct);
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException
            || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Where it stood yesterday it stands today.
        }
    }
}

internal static class HallDays
{
    /// <summary>The day in the hall at this instant.</summary>
    public static DateOnly ToHallDay(this DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Hall.Offset).DateTime);
}
