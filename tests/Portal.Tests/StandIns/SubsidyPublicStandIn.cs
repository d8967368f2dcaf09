extern alias subsidy;

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using subsidy::Wenden.Subsidy.Programmes;
using subsidy::Wenden.Subsidy.Rules;
using Wenden.ServiceDefaults;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>What the subsidy tells anybody, citizens of their own applications, and those who report. The rules are the real ones.</summary>
public sealed class SubsidyPublicStandIn(SubsidyStandIn subsidy)
{
    /// <summary>A notice that objections are taken to, and one that is over.</summary>
    public static readonly Guid OpenNotice = new("0191d3a0-0000-7000-8000-0000000040b1"), ClosedNotice = new("0191d3a0-0000-7000-8000-0000000040b0");

    /// <summary>Words that the subsidy refuses.</summary>
    public const string Refused = "refuse me";

    private static readonly Guid _approved = new("0191d3a0-0000-7000-8000-000000004050"), _refused = new("0191d3a0-0000-7000-8000-000000004051"), _waiting = new("0191d3a0-0000-7000-8000-000000004052");
    private static readonly Policy _policy = PolicyBook.Load(Path.Combine(AppContext.BaseDirectory, "Policies")).Find("4050", 2019)!;
    private static readonly object _title = new { zh = "2019年度“4050”社会保险补贴拟发放人员名单", en = "People to be paid the 4050 subsidy of 2019" };
    private readonly ConcurrentDictionary<string, string> _objections = new();

    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder asked)
    {
        app.MapGet("/programmes", () => Json(Years().Select(policy => new { policy.Programme, policy.Year, policy.Title, policy.Window, policy.Fingerprint, effectiveFrom = policy.Window.From })));
        app.MapGet("/programmes/{programme}/{year:int}", (int year) => Find(year) is { } policy ? Json(ShowProgramme.Readable(policy)) : Unknown());
        app.MapPost("/programmes/{programme}/{year:int}/assessments", (int year, JsonElement document, HttpContext context) =>
        {
            var (facts, unknown, invalid) = FactsDocument.Read(document);
            return IsKnown(context) ? Caller.Problem(500, "server.error", "the check tells nobody who asks")
                : Find(year) is not { } policy ? Unknown()
                : unknown.Count + invalid.Count > 0 ? Caller.Problem(400, "facts.invalid", string.Join(", ", [.. unknown, .. invalid]))
                : Json(Assessor.Assess(policy, facts));
        });

        app.MapGet("/notices", () => Json(subsidy.Published().Concat([Notice(ClosedNotice, false, isWhole: false), Notice(OpenNotice, true, isWhole: false)])));
        app.MapGet("/notices/{id:guid}", (Guid id) => id == OpenNotice || id == ClosedNotice
            ? Json(Notice(id, id == OpenNotice, isWhole: true)) : Caller.Problem(404, "notice.unknown", "没有这份公示"));
        app.MapPost("/notices/{id:guid}/objections", (Guid id, JsonElement body, HttpContext context) =>
            IsKnown(context) ? Caller.Problem(500, "server.error", "anybody objects without a token")
            : id != OpenNotice ? Caller.Problem(409, "notice.over", "公示已结束")
            : new[] { "about", "from", "contact", "text" }.Any(name => body.Text(name).Trim().Length == 0) ? Caller.Problem(400, "objection.text", "请写明哪里不对")
            : Keep(context, body.Text("text")));

        asked.MapGet("/own-applications", (HttpContext context) => Json(Own(context)));
        asked.MapPost("/own-applications/{id:guid}/objections", (Guid id, JsonElement body, HttpContext context) => Keep(context, body.Text("text"), $"{Caller.Name(context)} {id}"));
        asked.MapGet("/programmes/{programme}/{year:int}/report", (int year) => Json(year == 2019 ? Report() : NoReport()));
        asked.MapGet("/programmes/{programme}/{year:int}/report.csv", () => Results.Text("site,applications\nwendeng-hall,412\n", "text/csv"));
    }

    private static IEnumerable<Policy> Years() => [_policy, Find(2018)!];

    private static Policy? Find(int year) => year switch
    {
        2019 => _policy,
        2018 => _policy with
        {
            Year = 2018, Title = new("2018年度“4050”灵活就业人员社会保险补贴", "Social-insurance subsidy for flexibly employed people in hardship groups, 2018"),
            Window = new PolicyWindow(new DateOnly(2018, 4, 1), new DateOnly(2018, 4, 30), "申报时间为4月"),
        },
        _ => null,
    };

    private static IResult Json(object body) => Results.Json(body, HallJson.Options);

    private static IResult Unknown() => Caller.Problem(404, "programme.unknown", "没有这个项目");

    private static bool IsKnown(HttpContext context) => context.Request.Headers.Authorization.Count > 0 || context.Request.Headers.Cookie.Count > 0;

    private IResult Keep(HttpContext context, string text, string? about = null)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            return Caller.Problem(400, "idempotency.key-missing", "没有 Idempotency-Key");
        if (text.Trim() is "" or Refused)
            return Caller.Problem(400, "objection.text", "请写明哪里不对");
        _objections.TryAdd(about ?? key, text);
        return Results.Json(new { id = Guid.CreateVersion7() }, statusCode: 201);
    }

    private static object Notice(Guid id, bool isOpen, bool isWhole) => new
    {
        id, site = "wendeng-hall", programme = "4050", year = 2019, title = _title, publishedAt = isOpen ? "2019-10-18T09:00:00+08:00" : "2019-10-08T09:00:00+08:00",
        endsOn = isOpen ? "2019-10-24" : "2019-10-14", count = 5, isOpen,
        people = !isWhole ? null : new object[]
        {
            new { name = "王*梅", idNumber = "371003********1224", groups = new[] { "G1" }, amount = 5000 },
            new { name = "丛*", idNumber = "371081********3310", groups = new[] { "G3", "G6" }, amount = 3850 },
            new { name = "于*华", idNumber = "371003********5641", groups = new[] { "G1", "G5" }, amount = 5000 },
            new { name = "刘*强", idNumber = "371003********0019", groups = new[] { "G2" }, amount = 5000 },
            new { name = "王*梅", idNumber = "371003********7020", groups = new[] { "G6" }, amount = 3850 },
        },
    };

    private object[] Own(HttpContext context) =>
    [
        new
        {
            id = _approved, site = "wendeng-hall", programme = "4050", year = 2019, state = "approved", appliedOn = "2019-10-15", amount = 5000,
            reasons = new[] { Reason("G1", "由本市用人单位就业转失业，女性，1975年3月1日出生，2018年12月31日已达规定年龄（女40周岁、男50周岁）。", "Lost employment with an employer of this city; a woman born on 1975-03-01, old enough on 2018-12-31 (women 40, men 50).") },
            missing = Array.Empty<object>(), place = "townOffice", decidedAt = "2019-10-18T10:00:00+08:00", notice = new { endsOn = "2019-10-24" }, canObject = true, letter = Guid.CreateVersion7(),
            renewal = new { year = 2020, state = "asked", changed = new[] { new { fact = "fileInCustody", zh = "档案托管", en = "file in custody" } }, reasons = Array.Empty<object>() },
        },
        new
        {
            id = _refused, site = "wendeng-hall", programme = "4050", year = 2018, state = "refused", appliedOn = "2018-04-12", amount = 0,
            reasons = new[] { Reason("X6", "2018年度登记了个体工商户营业执照，或为公司法人代表或股东，不在补贴范围。", "Registered in 2018 as a sole trader, or as legal representative or shareholder of a company, which excludes.") },
            missing = Array.Empty<object>(), decidedAt = "2018-05-02T10:00:00+08:00", canObject = !_objections.ContainsKey($"{Caller.Name(context)} {_refused}"), letter = Guid.CreateVersion7(),
        },
        new
        {
            id = _waiting, site = "wendeng-hall", programme = "4050", year = 2017, state = "supplement", appliedOn = "2017-04-20", supplement = "档案托管合同复印件",
            reasons = Array.Empty<object>(), missing = Array.Empty<object>(), canObject = false,
        },
    ];

    private static object Reason(string rule, string zh, string en) => new { code = rule, zh, en };

    private static object Report() => new
    {
        byOffice = new object[]
        {
            new { site = "wendeng-hall", applications = 412, approved = 288, refused = 37, open = 87, amount = 1_386_450 },
            new { site = "town-longshan", applications = 236, approved = 171, refused = 12, open = 53, amount = 821_800 },
            new { site = "town-zhangjiachan", applications = 58, approved = 40, refused = 5, open = 13, amount = 188_500 },
        },
        byGroup = new object[]
        {
            new { code = "G1", zh = "本市用人单位就业转失业人员", en = "lost employment with an employer of this city", applications = 481, amount = 1_742_000 },
            new { code = "G3", zh = "低保家庭成员", en = "minimum-living-allowance household", applications = 96, amount = 301_250 },
            new { code = "G6", zh = "残疾人员", en = "disabled", applications = 141, amount = 402_100 },
        },
        byOutcome = new object[]
        {
            new { state = "first-review", count = 92 }, new { state = "second-review", count = 46 }, new { state = "supplement", count = 15 },
            new { state = "approved", count = 499 }, new { state = "refused", count = 54 },
        },
        byReason = new object[]
        {
            new { code = "X6", zh = "2019年度登记个体工商户营业执照或为公司法人代表及股东的", en = "registered as a trader or company representative or shareholder", count = 21 },
            new { code = "C3", zh = "未在威海市范围进行失业登记", en = "not registered as unemployed within Weihai city", count = 17 },
            new { code = "X2", zh = "2019年度享受失业保险待遇的", en = "drew unemployment benefit", count = 9 },
        },
        days = new { p50 = 4, p90 = 11.5, count = 553 },
        byDay = Enumerable.Range(0, 25).Select(i => new { day = new DateOnly(2019, 10, 15).AddDays(i), applied = i % 7 is 4 or 5 ? 0 : 40 - i, decided = i < 2 || i % 7 is 4 or 5 ? 0 : 12 + i }),
        money = new { approved = 2_396_750, released = 1_840_000, paid = 1_612_350 },
    };

    private static object NoReport() => new
    {
        byOffice = Array.Empty<object>(), byGroup = Array.Empty<object>(), byOutcome = Array.Empty<object>(), byReason = Array.Empty<object>(), days = new { count = 0 },
        byDay = Array.Empty<object>(), money = new { approved = 0, released = 0, paid = 0 },
    };
}
