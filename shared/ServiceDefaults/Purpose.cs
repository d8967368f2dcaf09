using Microsoft.AspNetCore.Http;
using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.ServiceDefaults;

/// <summary>
/// Why a person's data are read or changed, as the audit trail keeps it: <c>case/…</c>, <c>ticket/…</c>, <c>application/…</c>, <c>renewal/…</c>,
/// <c>policy/…</c>, <c>payment/…</c> or <c>import/…</c>; or what else is changed: <c>ledger/…</c>, <c>account/…</c>, <c>device/…</c> or <c>keys</c>.
/// </summary>
/// <remarks>Where a handler cannot know, the caller says it with the header <c>X-Wenden-Purpose</c>. It is the caller's word: nobody checks it.</remarks>
public sealed record Purpose
{
    /// <summary>Name of the header. Callers may give a case, a ticket, or one of the subsidy's.</summary>
    public const string Header = "X-Wenden-Purpose";

    private Purpose(string text) => Text = text;

    /// <summary>For example <c>case/01890000-0000-7000-8000-000000000000</c>.</summary>
    public string Text { get; }

    /// <summary>Work on a case.</summary>
    public static Purpose Case(Guid id) => new($"case/{id}");

    /// <summary>A visit.</summary>
    public static Purpose Ticket(Guid id) => new($"ticket/{id}");

    /// <summary>Work on an application for the subsidy.</summary>
    public static Purpose Application(Guid id) => new($"application/{id}");

    /// <summary>The yearly run that renews subsidies.</summary>
    public static Purpose Renewal(Guid id) => new($"renewal/{id}");

    /// <summary>What a draft of a policy would come to.</summary>
    public static Purpose Policy(Guid id) => new($"policy/{id}");

    /// <summary>A batch of payments.</summary>
    public static Purpose Payment(Guid id) => new($"payment/{id}");

    /// <summary>An entry of the rectification ledger.</summary>
    public static Purpose Ledger(Guid id) => new($"ledger/{id}");

    /// <summary>An import of what other authorities say.</summary>
    public static Purpose Import(Guid id) => new($"import/{id}");

    /// <summary>An account is changed, by its name.</summary>
    public static Purpose Account(string name) => new($"account/{PersonalData.Mask(name)}");

    /// <summary>A device is let in or taken away, by its name.</summary>
    public static Purpose Device(string name) => new($"device/{name}");

    /// <summary>The keys that sign and encrypt tokens are replaced.</summary>
    public static Purpose Keys { get; } = new("keys");

    /// <summary>Reads the header. True also without one; false where it is none that callers may give.</summary>
    public static bool TryRead(HttpRequest request, out Purpose? purpose)
    {
        purpose = null;
        var header = request.Headers[Header];
        if (header.Count == 0)
            return true;
        purpose = header.ToString().Split('/') switch
        {
            ["case", var id] when Guid.TryParse(id, out var known) => Case(known),
            ["ticket", var id] when Guid.TryParse(id, out var known) => Ticket(known),
            ["application", var id] when Guid.TryParse(id, out var known) => Application(known),
            ["renewal", var id] when Guid.TryParse(id, out var known) => Renewal(known),
            ["policy", var id] when Guid.TryParse(id, out var known) => Policy(known),
            ["payment", var id] when Guid.TryParse(id, out var known) => Payment(known),
            _ => null,
        };
        return purpose is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>Says why another service is asked.</summary>
public static class PurposeExtensions
{
    /// <summary>Every request of <paramref name="client"/> names the purpose.</summary>
    public static HttpClient For(this HttpClient client, Purpose? purpose)
    {
        if (purpose is not null)
            client.DefaultRequestHeaders.Add(Purpose.Header, purpose.Text);
        return client;
    }
}
