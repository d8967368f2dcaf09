using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>The reviews of the subsidy service: nobody does two steps, and what is claimed or over is refused.</summary>
public sealed class SubsidyStandIn
{
    private readonly ConcurrentDictionary<string, SubsidySite> _sites = new();

    /// <summary>Lets the days of every notice of a site pass.</summary>
    public void EndNotices(string site)
    {
        foreach (var application in At(site).Applications.Where(application => application.NoticeEndsOn is not null))
            application.NoticeEndsOn = new DateOnly(2019, 10, 20);
    }

    /// <summary>Has somebody else review an application of a site, behind the back of whoever has it open.</summary>
    public void ReviewElsewhere(string site, string name) => Array.Find(At(site).Applications, application => application.Name == name)!.State = "refused";

    internal SubsidySite At(string site) => _sites.GetOrAdd(site, _ => new SubsidySite());

    internal void Map(IEndpointRouteBuilder asked, Func<string, IResult?> isBroken, string emptySite)
    {
        asked.MapGet("/sites/{site}/work-list/{step}", (HttpContext context, string site, string step) => isBroken(site)
            ?? Results.Ok(site == emptySite ? [] : At(site).Applications.Where(one => one.State == step).OrderBy(one => one.Place).Select(one => Row(one, Caller.Name(context)))));
        asked.MapGet("/sites/{site}/applications/{id:guid}", (string site, Guid id) => At(site).Find(id) is { } one ? Results.Ok(File(one)) : Unknown());
        Act(asked, "claim", (one, caller, _) => one.ClaimedBy = caller);
        Act(asked, "unclaim", (one, _, _) => one.ClaimedBy = null);
        Act(asked, "supplement", (one, caller, body) => (one.State, one.Supplement) = Step(one, caller, "supplement", "supplement-asked", body.GetProperty("missing").GetString()!));
        Act(asked, "revoke", (one, caller, body) => (one.State, one.RevokedBy, one.Note) = ("revoked", caller, Note(body)));
        foreach (var step in new[] { "first-review", "second-review", "override" })
        {
            asked.MapPost($"/sites/{{site}}/applications/{{id:guid}}/{step}", (HttpContext context, string site, Guid id, JsonElement body) =>
                Review(At(site), id, step == "override" ? "override-review" : step, Caller.Name(context), body) is var (one, refusal) && refusal is null
                    ? Results.Ok(new { one!.Id, one.State, amount = one.Granted })
                    : refusal!);
        }

        foreach (var step in new[] { "first-review", "second-review" })
        {
            asked.MapPost($"/sites/{{site}}/{step}s", (HttpContext context, string site, JsonElement body) => new
            {
                rows = body.GetProperty("applications").EnumerateArray().Select(id => id.GetGuid()).Select(id => RowOf(At(site), id, step, Caller.Name(context), body)).ToArray(),
            });
        }

        MapObjections(asked, emptySite);
    }

    private void MapObjections(IEndpointRouteBuilder asked, string emptySite)
    {
        asked.MapGet("/sites/{site}/objections", (string site) => Results.Ok(site == emptySite ? [] : At(site).Objections.Where(one => one.State == "open").Select(one => new
        {
            one.Id, one.ApplicationId, one.About, one.From, contact = "138****6600", one.Text, at = SubsidySite.Now.AddDays(-1), by = "t003", one.State,
        })));
        asked.MapPost("/sites/{site}/objections/{id:guid}/decide", (string site, Guid id, JsonElement body) =>
        {
            At(site).Objections.Single(one => one.Id == id).State = body.GetProperty("upheld").GetBoolean() ? "upheld" : "rejected";
            return Results.Ok(new { });
        });
        asked.MapPost("/sites/{site}/notices", (string site) =>
        {
            var fresh = At(site).Applications.Where(one => one is { State: "approved", NoticeEndsOn: null }).ToArray();
            if (fresh is [])
                return Caller.Problem(409, "notice.nothing", "没有新核准、尚未公示的人员");
            var notice = new SubsidyNotice(Guid.CreateVersion7(), SubsidySite.Now, new DateOnly(2019, 10, 28), fresh.Length, IsOpen: true);
            foreach (var one in fresh)
                one.NoticeEndsOn = notice.EndsOn;
            At(site).Notices.Insert(0, notice);
            return Results.Json(Notice(site, notice), statusCode: 201);
        });
    }

    /// <summary>What was published at the desks.</summary>
    public IEnumerable<object> Published() => _sites.SelectMany(site => site.Value.Notices.Select(notice => Notice(site.Key, notice)));

    private static object Notice(string site, SubsidyNotice notice) => new
    {
        notice.Id, site, programme = "4050", year = 2019, title = new { zh = "2019年度“4050”灵活就业人员社会保险补贴", en = "Subsidy 2019" }, notice.PublishedAt, notice.EndsOn, notice.Count, notice.IsOpen,
    };

    private void Act(IEndpointRouteBuilder asked, string action, Action<SubsidyApplication, string, JsonElement> act) =>
        asked.MapPost($"/sites/{{site}}/applications/{{id:guid}}/{action}", async (HttpContext context, string site, Guid id) =>
        {
            var body = context.Request.HasJsonContentType() ? await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body) : default;
            if (At(site).Find(id) is not { } one)
                return Unknown();
            var caller = Caller.Name(context);
            if (one.ClaimedBy is { } other && other != caller)
                return Caller.Problem(409, "application.claimed", $"{other} 正在办理这份申请");
            act(one, caller, body);
            return Results.Ok(new { });
        });

    private static object RowOf(SubsidySite site, Guid id, string step, string caller, JsonElement body)
    {
        var (one, refusal) = Review(site, id, step, caller, body);
        return refusal is null
            ? new { id, done = true, state = one!.State }
            : new { id, done = false, state = one?.State, code = "review.refused", title = Title(one, step, caller) };
    }

    private static string Title(SubsidyApplication? one, string step, string caller) => one switch
    {
        { State: var state } when state != step => "申请已由他人办理",
        { ClaimedBy: { } by } when by != caller => $"{by} 正在办理这份申请",
        _ => "受理、初审、复核须由不同的人办理",
    };

    private static (SubsidyApplication? One, IResult? Refusal) Review(SubsidySite site, Guid id, string step, string caller, JsonElement body)
    {
        lock (site.Turn)
        {
            if (site.Find(id) is not { } one)
                return (null, Unknown());
            if (one.State != step)
                return (one, Caller.Problem(409, "application.state", "申请已由他人办理，不能执行此操作"));
            if (one.ClaimedBy is { } other && other != caller)
                return (one, Caller.Problem(409, "application.claimed", $"{other} 正在办理这份申请"));
            if (one.WasWorkedOnBy(caller))
                return (one, Caller.Problem(403, "review.same-person", "受理、初审、复核须由不同的人办理"));
            var approves = body.GetProperty("approve").GetBoolean();
            var overrides = body.TryGetProperty("override", out var wish) && wish.GetBoolean();
            (one.State, var what) = Decide(one, step, caller, approves, overrides, Note(body));
            one.ClaimedBy = null;
            one.Steps.Add((caller, one.State, what, Note(body)));
            return (one, null);
        }
    }

    private static (string State, string What) Decide(SubsidyApplication one, string step, string caller, bool approves, bool overrides, string? note)
    {
        switch (step)
        {
            case "first-review":
                (one.FirstBy, one.FirstApproves, one.FirstOverride, one.FirstNote) = (caller, approves, overrides, note);
                return ("second-review", approves ? "first-review-approves" : "first-review-refuses");
            case "second-review" when approves != one.FirstApproves:
                one.FirstBy = null;
                return ("first-review", approves ? "second-review-approves" : "second-review-refuses");
            case "second-review":
                one.SecondBy = caller;
                if (overrides && one.FirstOverride)
                    return ("override-review", "second-review-approves");
                one.Granted = approves && one.Obstacles is [] ? one.ByRules : 0;
                break;
            default:
                (one.OverriddenBy, one.Note, one.Granted) = (caller, note, approves ? 5000 : 0);
                break;
        }

        one.DecidedAt = SubsidySite.Now;
        return (one.Granted > 0 ? "approved" : "refused", approves ? "second-review-approves" : "second-review-refuses");
    }

    private static (string State, string Supplement) Step(SubsidyApplication one, string caller, string state, string what, string why)
    {
        one.Steps.Add((caller, state, what, why));
        return (state, why);
    }

    private static string? Note(JsonElement body) => body.TryGetProperty("note", out var note) ? note.GetString() : null;

    private static IResult Unknown() => Caller.Problem(404, "application.unknown", "没有这份申请");

    private static object Row(SubsidyApplication one, string caller) => new
    {
        one.Id, one.CaseId, renewedFrom = RenewedFrom(one), item = "subsidy-4050", one.Name, programme = "4050", year = 2019, appliedOn = Applied(one), acceptedAt = Applied(one) + "T09:30:00+08:00",
        waitingDays = 12 - one.Place, one.Outcome, amount = one.ByRules, groups = Groups(one), failed = Array.Empty<string>(), one.Exclusions, one.Obstacles, one.ClaimedBy,
        claimedUntil = one.ClaimedBy is null ? (DateTimeOffset?)null : SubsidySite.Now.AddHours(2), isMine = one.ClaimedBy == caller, mayReview = !one.WasWorkedOnBy(caller), proposesOverride = one.FirstOverride,
    };

    private static object File(SubsidyApplication one) => new
    {
        one.Id, one.CaseId, item = "item-1", renewedFrom = RenewedFrom(one), programme = "4050", year = 2019, appliedOn = Applied(one), acceptedAt = Applied(one) + "T09:30:00+08:00", acceptedBy = "t003",
        one.State, amount = one.Granted, one.DecidedAt, firstReview = one.FirstBy is null ? null : new { by = one.FirstBy, approve = one.FirstApproves, note = one.FirstNote, @override = one.FirstOverride },
        secondReview = one.SecondBy is null ? null : new { by = one.SecondBy, approve = true }, facts = SubsidyPapers.Facts(one), assessment = SubsidyPapers.Assessment(one, Groups(one)),
        history = SubsidyPapers.History(one), payee = SubsidyPapers.Payee(one), obstacles = one.Obstacles.Select(code => new { code, zh = "正在领取公益性岗位补贴", en = "Draws the subsidy for public-benefit posts" }),
        supplement = one.Supplement is null ? null : new { missing = one.Supplement, askedBy = one.Steps[^1].By }, @override = one.OverriddenBy is null ? null : new { by = one.OverriddenBy, one.Note, at = SubsidySite.Now }, one.ClaimedBy,
        claimedUntil = one.ClaimedBy is null ? (DateTimeOffset?)null : SubsidySite.Now.AddHours(2), notice = one.NoticeEndsOn is { } ends ? new { id = one.Id, endsOn = ends } : null,
        released = one.ReleasedBy is null ? null : new { by = one.ReleasedBy, at = SubsidySite.Now }, revoked = one.RevokedBy is null ? null : new { by = one.RevokedBy, one.Note, at = SubsidySite.Now },
        sinceLastYear = one.Place % 2 == 1 ? [] : new[] { new { fact = "fileInCustody", label = new { zh = "档案托管", en = "File in custody" }, before = false, now = true } },
    };

    private static Guid? RenewedFrom(SubsidyApplication one) => one.Place == 2 ? one.CaseId : null;

    private static string Applied(SubsidyApplication one) => new DateOnly(2019, 10, 9).AddDays(one.Place).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Groups(SubsidyApplication one) => one.Place % 3 == 1 ? ["G1", "G6"] : ["G1"];
}
