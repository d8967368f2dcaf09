using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>All services of the hall in one: they answer what the real ones would, and say what reached them.</summary>
public sealed class ServicesStandIn() : StandIn(Contracts.Hall.Services.Count)
{
    private static readonly DateTimeOffset _morning = new(2019, 10, 21, 8, 0, 0, TimeSpan.FromHours(8));


    /// <summary>Lets the second event of <c>/events/{name}</c> out.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Gates { get; } = new();

    /// <summary>Names of accounts whose tokens are refused.</summary>
    public ConcurrentDictionary<string, bool> Stopped { get; } = new();

    /// <summary>The subsidy service's part.</summary>
    public SubsidyStandIn Subsidy { get; } = new();

    /// <summary>Sites where everything fails, or nothing is.</summary>
    public const string BrokenSite = "broken-site", EmptySite = "empty-site";

    /// <summary>Each service has an address of its own, by which it is known who was asked.</summary>
    public string AddressOf(string service) => Addresses[Contracts.Hall.Services.ToList().IndexOf(service)];

    protected override void Map(WebApplication app)
    {
        app.MapGet("/health", () => new { status = "Healthy", parts = new { database = "Healthy" } });
        app.MapGet("/alive", () => "");
        app.MapMethods("/echo", ["GET", "POST", "PUT", "DELETE"], (Delegate)EchoAsync);
        app.MapPost("/imports", async (HttpContext context) => new { bytes = await CountAsync(context, unlimited: true) });
        app.MapGet("/events/{name}", EventsAsync);

        var asked = app.MapGroup("").AddEndpointFilter(async (context, next) =>
            Caller.RoleOf(context.HttpContext) is null || Stopped.ContainsKey(Caller.Name(context.HttpContext)) ? Caller.Problem(401, "http.401", "请先表明身份") : await next(context));
        asked.MapGet("/sites", () => new[] { Site("wendeng-hall", "文登区人社综合服务大厅"), Site("town-longshan", "龙山街道保障所") });
        asked.MapGet("/sites/{site}", (string site) => IsBroken(site) ?? Results.Ok(Site(site, "文登区人社综合服务大厅")));
        new VisitStandIn().Map(app);
        FormStandIn.MapVerification(app);
        new WindowStandIn().Map(asked);
        asked.MapGet("/catalogue", Catalogue);
        asked.MapGet("/catalogue/versions", () => new object[]
        {
            new
            {
                effectiveFrom = "2019-10-01", inForce = true, source = "同类大厅公布的事项名称汇编", items = 143, instant = 85,
                changes = new object[]
                {
                    new { kind = "item", code = "card-loss", name = "社会保障卡挂失", what = "changed", fields = new[] { new { name = "promisedDays", before = "3", after = "0" }, new { name = "materials", before = "[\"id-card\",\"photograph\"]", after = "[\"id-card\"]" } } },
                    new { kind = "item", code = "graduate-reception", name = "高校毕业生接收手续办理", what = "added", fields = Array.Empty<object>() },
                },
            },
            new { effectiveFrom = "2018-01-01", inForce = false, source = "开厅目录", items = 142, instant = 84, changes = Array.Empty<object>() },
        });
        asked.MapGet("/coverage", Coverage);
        asked.MapGet("/applications", (string site, string state) => IsBroken(site) ?? Results.Ok(Applications(site, state)));
        new SubsidyPublicStandIn(Subsidy).Map(app, asked);
        Subsidy.Map(asked, IsBroken, EmptySite);
        new MoneyStandIn(Subsidy).Map(asked, EmptySite);
        new PolicyStandIn().Map(asked);
        new CaseStandIn().Map(asked, IsBroken, EmptySite);
        new RatingStandIn().Map(app, asked, EmptySite);
        new LedgerStandIn().Map(app, asked, IsBroken);
        asked.MapGet("/sites/{site}/roll/summary", (string site) => IsBroken(site)
            ?? Results.Ok(new { total = 1204, current = 1090, due = 82, overdue = 32, died = 12, ended = 4 }));
        asked.MapGet("/sites/{site}/roll", (string site, string state) => IsBroken(site) ?? Results.Ok(Roll(site, state)));
        asked.MapGet("/persons/count", () => new { count = 5000 });
        asked.MapGet("/outbox", (HttpContext context) => Caller.RoleOf(context) == "operator"
            ? Results.Ok(new { depth = 3, ageSeconds = 12.4, oldestType = "TicketIssued" })
            : Caller.Problem(403, "http.403", "您无权执行此操作"));
        app.MapAudit(context => Contracts.Hall.Services[Addresses.ToList().FindIndex(address => new Uri(address).Port == context.Connection.LocalPort)]);
        // RabbitMQ's management API.
        app.MapGet("/api/queues", (HttpContext context) => context.Request.Headers.Authorization == "Basic aGFsbDpwL3c="
            ? Results.Ok(new[]
            {
                new { name = "intake-follow-visit", messages = 0, messages_unacknowledged = 0, consumers = 2 },
                new { name = "intake-follow-visit_error", messages = 2, messages_unacknowledged = 0, consumers = 0 },
                new { name = "forms-render-wanted-forms", messages = 4, messages_unacknowledged = 4, consumers = 2 },
            })
            : Results.Unauthorized());
    }

    private static async Task<object> EchoAsync(HttpContext context) => new
    {
        authorization = context.Request.Headers.Authorization.ToString(),
        cookie = context.Request.Headers.Cookie.ToString(),
        language = context.Request.Headers.AcceptLanguage.ToString(),
        forwardedFor = context.Request.Headers["X-Forwarded-For"].ToString(),
        forwardedPrefix = context.Request.Headers["X-Forwarded-Prefix"].ToString(),
        bytes = await CountAsync(context, unlimited: true),
    };

    private static async Task<long> CountAsync(HttpContext context, bool unlimited)
    {
        if (unlimited && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var (count, buffer) = (0L, new byte[81_920]);
        for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
            count += read;
        return count;
    }

    private async Task EventsAsync(HttpContext context, string name)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: first\n\n");
        await context.Response.Body.FlushAsync();
        await Gates.GetOrAdd(name, _ => new TaskCompletionSource()).Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: second\n\n");
    }

    private static IResult? IsBroken(string site) =>
        site == BrokenSite ? Caller.Problem(503, "server.unavailable", "系统暂时不可用,请稍后重试") : null;

    private static object Site(string code, string name) => new
    {
        code, name, kind = "hall",
        zones = new[] { new { code = "comprehensive", name = "综合服务区", series = "A", windows = Enumerable.Range(1, 18) } },
    };

    private static object Coverage() => new
    {
        audiences = new[]
        {
            new { audience = "both", items = 2, withoutTyping = 2, held = (decimal?)0.9812m },
            new { audience = "employer", items = 41, withoutTyping = 34, held = (decimal?)0.9764m },
            new { audience = "person", items = 83, withoutTyping = 83, held = (decimal?)null },
        },
        items = new[]
        {
            new
            {
                code = "retirement-application", name = "职工正常退休(职)申请", nameEn = "Retirement at the statutory age", audience = "both",
                forms = new[] { "retirement-claim", "retirement-approval" }, fields = 61, typed = 0, held = (decimal?)0.9812m,
                missing = new[] { new { name = "phone", label = "联系电话", share = 0.08m } },
            },
            new
            {
                code = "recruitment-registration", name = "招聘用工登记", nameEn = "Registration of recruitment", audience = "employer",
                forms = new[] { "recruitment-registration" }, fields = 19, typed = 4, held = (decimal?)0.7894m,
                missing = new[] { new { name = "phone", label = "联系电话", share = 0.07m } },
            },
            new
            {
                code = "card-loss", name = "社会保障卡挂失与解挂", nameEn = "Loss of a social-security card", audience = "person",
                forms = Array.Empty<string>(), fields = 0, typed = 0, held = (decimal?)null,
                missing = new[] { new { name = "phone", label = "联系电话", share = 0.07m } }[..0],
            },
        },
    };

    private static object Catalogue(string? q)
    {
        var items = Enumerable.Range(1, 143).Select(i => new
        {
            code = $"item-{i}", number = i,
            name = i == 1 ? "就业困难人员灵活就业社会保险补贴申领" : $"参保登记事项之{i}", nameEn = i == 1 ? "Social-insurance subsidy for the flexibly employed" : $"Registration item {i}",
            group = i % 2 == 0 ? "insurance" : "employment", audience = i > 140 ? "employer" : "person", instant = i <= 85, promisedDays = i <= 85 ? 0 : 15,
        });
        return new
        {
            effectiveFrom = "2019-10-01",
            groups = new { insurance = new { name = "社会保险登记", nameEn = "Insurance registration" }, employment = new { name = "就业创业服务", nameEn = "Employment services" } },
            items = items.Where(item => q is null || item.name.Contains(q) || item.nameEn.Contains(q)),
        };
    }

    private static IEnumerable<object> Applications(string site, string state) => site == EmptySite ? [] : Enumerable.Range(1, 12).Select(i => new
    {
        site, id = Guid.CreateVersion7(), caseId = Guid.CreateVersion7(), item = "subsidy-4050", personId = Guid.CreateVersion7(), programme = "4050", year = 2019,
        appliedOn = "2019-10-17", acceptedAt = _morning.AddDays(-4).AddHours(i * 8), state, outcome = i % 4 == 0 ? "ineligible" : "eligible", amount = 0,
    });

    private static IEnumerable<object> Roll(string site, string state) => site == EmptySite ? [] : Enumerable.Range(1, 9).Select(i => new
    {
        personId = Guid.CreateVersion7(), site, village = i % 3 == 0 ? null : "峰山村", careHome = i % 3 == 0 ? "文登区老年公寓" : null, benefits = Array.Empty<object>(),
        certifiedOn = "2018-10-0" + i, validUntil = "2019-10-0" + i, state,
    });
}
