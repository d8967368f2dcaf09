using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Intake's rectification ledger: what visitors find, and what is done about it until they agree.</summary>
public sealed class LedgerStandIn
{
    /// <summary>Leads to an entry that is there from the beginning.</summary>
    public const string KnownLink = "known-0123456789-abcde";

    private static readonly DateTimeOffset _morning = new(2019, 10, 21, 8, 0, 0, TimeSpan.FromHours(8));
    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public LedgerStandIn()
    {
        _entries[KnownLink] = new Entry("wendeng-hall", "态度不好，让我跑了两趟", null, "13806310001")
        {
            Level = "very-dissatisfied", DueOn = "2019-10-17", DaysLeft = -2, OpenedAt = _morning.AddDays(-25),
        };
        _entries["other-0123456789-abcde"] = new Entry("wendeng-hall", "自助机的字太小，老人看不清，旁边也没有人帮忙；希望像银行那样有放大镜和一位志愿者，最好全天都在", 3, null)
        {
            Owner = "t042", State = "assigned",
        };
    }

    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder asked, Func<string, IResult?> isBroken)
    {
        app.MapGet("/findings/about/{code}", (string code) => isBroken(code) ?? (code == "nowhere"
            ? Caller.Problem(404, "finding.site", "没有这个服务站点")
            : Results.Ok(new { site = code, siteName = "文登区人社综合服务大厅" })));
        app.MapPost("/findings", Report);
        app.MapGet("/findings/{link}", (string link) => _entries.TryGetValue(link, out var entry) ? Results.Ok(entry.ForVisitor()) : Caller.Problem(404, "finding.unknown", "没有这条意见"));
        app.MapPost("/findings/{link}/answer", (string link, JsonElement body) =>
        {
            var (entry, isSettled) = (_entries[link], body.GetProperty("isSettled").GetBoolean());
            return entry.Move(body, ["settled"], isSettled ? "closed" : "reopened", isSettled ? "confirmed" : "reopened", "visitor") ? Results.Ok(entry.ForVisitor())
                : Caller.Problem(409, "finding.not-to-answer", "现在无需回答：情况已有变化");
        });
        asked.MapGet("/sites/{site}/ledger", (HttpContext context, string site, bool? all) => isBroken(site) ?? Results.Ok(_entries.Values
            .Where(entry => entry.Site == site && (all == true || entry.State != "closed") && IsSeenBy(context, entry))
            .OrderBy(entry => entry.DueOn, StringComparer.Ordinal).Select(entry => entry.Show(isOwner: false))));
        asked.MapGet("/sites/{site}/ledger/{id:guid}", (HttpContext context, Guid id) => Find(context, id) is { } entry
            ? Results.Ok(entry.Show(entry.Owner == Caller.Name(context)))
            : Caller.Problem(404, "ledger.unknown", "台账中没有这一条，或不由您处理"));
        Act("assign", ["open", "assigned", "reopened"], "assigned", "assigned");
        Act("call-back", ["assigned", "reopened"], null, "called-back");
        Act("settle", ["assigned", "reopened"], "settled", "settled");
        asked.MapGet("/sites/{site}/ledger/report", (string site, string month) => new
        {
            site, month, ratings = new Dictionary<string, int> { ["very-satisfied"] = 412, ["satisfied"] = 96, ["fairly-satisfied"] = 21, ["dissatisfied"] = 4, ["very-dissatisfied"] = 1 },
            satisfiedShare = 0.9906, openedByVisitors = 7, openedByRatings = 5, settled = 9, settledInTime = 8, reopened = 1, confirmed = 6, medianDays = 4, unsettled = 3, overdue = 1,
        });

        void Act(string act, string[] from, string? to, string kind) => asked.MapPost($"/sites/{{site}}/ledger/{{id:guid}}/{act}", (HttpContext context, Guid id, JsonElement body) =>
            Find(context, id) is not { } entry ? Caller.Problem(404, "ledger.unknown", "台账中没有这一条，或不由您处理")
            : entry.Move(body, from, to, kind, Caller.Name(context)) ? Results.Ok(entry.Show(isOwner: true))
            : Caller.Problem(409, "ledger.changed", "此条刚刚有变化，请重新查看"));
    }

    private static bool IsSeenBy(HttpContext context, Entry entry) => Caller.RoleOf(context) == "site-manager" || entry.Owner == Caller.Name(context);

    private Entry? Find(HttpContext context, Guid id) => _entries.Values.FirstOrDefault(entry => entry.Id == id && IsSeenBy(context, entry));

    private IResult Report(JsonElement body, HttpContext context)
    {
        if (context.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key)
            return Caller.Problem(400, "idempotency.key-missing", "没有 Idempotency-Key");
        if (body.Text("what").Trim().Length == 0)
            return Caller.Problem(400, "finding.what", "请写明问题，最多 1000 字");
        var link = Convert.ToBase64String(Guid.Parse(key).ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        _entries.TryAdd(link, new Entry(
            body.Text("site"), body.Text("what"), body.TryGetProperty("window", out var window) ? window.GetInt32() : null,
            body.Text("contact") is { Length: > 0 } contact ? contact : null));
        return Results.Json(new { link }, statusCode: 201);
    }

    private sealed class Entry
    {
        private readonly Lock _turn = new();
        private readonly List<object> _events = [];
        private readonly List<object> _steps = [];
        private readonly string _what;
        private readonly int? _window;
        private readonly string? _contact;
        private bool _isCalledBack;

        public Entry(string site, string what, int? window, string? contact)
        {
            (Site, _what, _window, _contact) = (site, what, window, contact);
            Add("opened", "visitor", what, null);
        }

        public Guid Id { get; } = Guid.CreateVersion7();

        public string Site { get; }

        public string State { get; set; } = "open";

        public string? Owner { get; set; }

        public string? Level { get; init; }

        public string DueOn { get; init; } = "2019-11-11";

        public int DaysLeft { get; init; } = 15;

        public DateTimeOffset OpenedAt { get; init; } = _morning;

        public bool Move(JsonElement body, string[] from, string? to, string kind, string who)
        {
            lock (_turn)
            {
                if (body.GetProperty("version").GetInt32() != _events.Count || !from.Contains(State))
                    return false;
                (State, _isCalledBack) = (to ?? State, (_isCalledBack || kind == "called-back") && kind != "reopened");
                var owner = body.TryGetProperty("owner", out var named) ? named.GetString() : null;
                Owner = owner ?? Owner;
                Add(kind, who, body.TryGetProperty("text", out var text) ? text.GetString() : null, owner);
                return true;
            }
        }

        public object Show(bool isOwner) => new
        {
            id = Id, origin = Level is null ? "visitor" : "rating", what = _what, window = _window, state = State, version = _events.Count, owner = Owner, isCalledBack = _isCalledBack,
            contact = _contact is null || isOwner ? _contact : "138****0001", wantsCallBack = Level is not null || _contact is not null, openedAt = OpenedAt, dueOn = DueOn, daysLeft = DaysLeft,
            isOverdue = DaysLeft < 0 && State is not ("settled" or "closed"), level = Level, itemName = Level is null ? null : "就业困难人员灵活就业社会保险补贴申领", ticketNumber = Level is null ? null : "A007",
            events = _events,
        };

        public object ForVisitor() => new
        {
            siteName = "文登区人社综合服务大厅", what = _what, state = State, version = _events.Count, openedAt = OpenedAt, dueOn = DueOn, steps = _steps,
        };

        private void Add(string kind, string who, string? text, string? owner)
        {
            _events.Add(new { number = _events.Count + 1, kind, who, text = text is "" ? null : text, owner, at = _morning.AddMinutes(_events.Count) });
            _steps.Add(new { kind, text = kind == "called-back" || text is "" ? null : text, at = _morning.AddMinutes(_steps.Count) });
        }
    }
}
