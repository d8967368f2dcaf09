using Wenden.Contracts;
using Wenden.Contracts.Queue;
using Wenden.Kiosk.Numbers;
using Wenden.Kiosk.Words;

namespace Wenden.Kiosk.Steps;

/// <summary>What is on the screen.</summary>
internal enum Step
{
    Start, Items, Class, Identity, Appointment, Busy, Slip, Sorry,
}

/// <summary>One visitor before the kiosk: what they have chosen so far, and what is shown to them. The next visitor finds nothing of it.</summary>
internal sealed class Stay(TimeProvider clock)
{
    /// <summary>After so long without a touch the next visitor begins anew.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _warning = TimeSpan.FromSeconds(10);
    private readonly List<string> _items = [];
    private DateTimeOffset _touchedAt = clock.GetUtcNow();

    public Step Step { get; private set; }

    public Wording Text { get; } = new();

    public bool IsLarge { get; set; }

    public bool IsGuided { get; set; }

    public bool IsScanned { get; set; }

    /// <summary>Code of the group that is open; all groups without.</summary>
    public string? Group { get; private set; }

    public bool IsSearching { get; private set; }

    public IReadOnlyList<string> Items => _items;

    /// <summary>From the card or the pad. Shown masked only.</summary>
    public string? IdentityNumber { get; private set; }

    public string? MaskedNumber => IdentityNumber is null ? null : Contracts.IdentityNumber.Mask(IdentityNumber);

    public Slip? Slip { get; private set; }

    /// <summary>Why there is no number: a text of the queue, or one of the kiosk's own.</summary>
    public string? Reason { get; private set; }

    /// <summary>Counts steps, so that each is announced once.</summary>
    public int Turn { get; private set; }

    public IssueRequest Request(string visitorClass) => new() { Items = [.. _items], IdentityNumber = IdentityNumber, Class = visitorClass };

    public void Touch() => _touchedAt = clock.GetUtcNow();

    /// <summary>Seconds until the start page comes back, when few enough to say; none before.</summary>
    public int? SecondsLeft => Step is Step.Start or Step.Busy || Longest - (clock.GetUtcNow() - _touchedAt) is var left && left > _warning
        ? null
        : (int)Math.Max(0, Math.Ceiling(left.TotalSeconds));

    public void Go(Step step)
    {
        Step = step;
        Turn++;
        Touch();
    }

    public void Open(string? group, bool isSearching = false)
    {
        (Group, IsSearching) = (group, isSearching);
        Go(Step.Items);
    }

    public void Toggle(string item)
    {
        if (!_items.Remove(item))
            _items.Add(item);
        Touch();
    }

    /// <summary>Takes an identity number as read or typed; false where it is none.</summary>
    public bool Identify(string text, DateOnly today)
    {
        if (Contracts.IdentityNumber.Read(text, today, out var number) is not IdentityNumberFault.None)
            return false;
        IdentityNumber = number!.Text;
        return true;
    }

    /// <summary>One step back, or to the start.</summary>
    public void Back()
    {
        switch (Step)
        {
            case Step.Items when Group is not null || IsSearching:
                Open(null);
                break;
            case Step.Class or Step.Identity:
                Go(Step.Items);
                break;
            default:
                End();
                break;
        }
    }

    public void Show(Outcome outcome)
    {
        Slip = (outcome as Given)?.Slip;
        Reason = outcome switch
        {
            Refused refused => refused.Problem.Title ?? refused.Problem.Code,
            Nothing nothing => Text[nothing.IsClosed ? "sorry.closed" : "sorry.away"],
            _ => null,
        };
        Go(Slip is null ? Step.Sorry : Step.Slip);
    }

    public void Apologise(string reason)
    {
        Reason = reason;
        Go(Step.Sorry);
    }

    /// <summary>The visitor goes, or has gone.</summary>
    public void End()
    {
        _items.Clear();
        (Group, IsSearching, IdentityNumber, Slip, Reason) = (null, false, null, null, null);
        (IsLarge, IsGuided, IsScanned, Text.IsEnglish) = (false, false, false, false);
        Go(Step.Start);
    }
}
