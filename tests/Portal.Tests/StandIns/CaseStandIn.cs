using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Intake's items in progress, corrections and citizens' cases, as they change by what is done with them.</summary>
internal sealed class CaseStandIn
{
    private static readonly DateTimeOffset _morning = new(2019, 10, 21, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] _due = ["2019-10-16", "2019-10-21", "2019-10-23", "2019-10-25", "2019-11-01"];
    private static readonly int[] _left = [-3, 0, 2, 4, 9];
    private readonly Guid[] _cases = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
    private readonly Guid _ownCase = RatingStandIn.OwnCase;
    private readonly ConcurrentDictionary<Guid, bool> _revoked = new();
    private readonly Guid _correction = Guid.CreateVersion7();
    private readonly ConcurrentDictionary<string, bool> _done = new();

    public void Map(IEndpointRouteBuilder asked, Func<string, IResult?> isBroken, string emptySite)
    {
        asked.MapGet("/sites/{site}/deadlines", (string site) =>
            isBroken(site) ?? Results.Ok(site == emptySite ? [] : Enumerable.Range(0, 5).Where(place => !Is("decide", place)).Select(Deadline)));
        foreach (var action in new[] { "decide", "supplement", "supplied", "gaps/contribution-certificate/close", "corrections" })
        {
            asked.MapPost($"/sites/{{site}}/cases/{{id:guid}}/items/{{code}}/{action}", (Guid id) =>
                _done.TryAdd(Key(action, Array.IndexOf(_cases, id)), true) ? Results.Ok(new { }) : Caller.Problem(409, "item.not-accepted", "事项尚未受理或已经结束"));
        }

        asked.MapGet("/sites/{site}/corrections", (HttpContext context, string site) => isBroken(site) ?? Results.Ok(site == emptySite
            ? new { open = Array.Empty<object>(), decided = Array.Empty<object>() }
            : new { open = Open(Caller.Name(context)).ToArray(), decided = new[] { 0, 1 }.Where(place => !Is("corrections", place)).Select(Decided).ToArray() }));
        asked.MapPost("/sites/{site}/corrections/{id:guid}/decide", (Guid id, JsonElement body) =>
            id == _correction && _done.TryAdd(body.GetProperty("result").GetString()!, true) ? Results.Ok(new { }) : Caller.Problem(409, "correction.decided", "该更正已有结论"));
        asked.MapGet("/sites/{site}/commitments", (string site) => isBroken(site) ?? Results.Ok(site == emptySite ? [] : new[] { 0, 1 }.Where(place => !Is("check", place)).Select(Commitment)));
        asked.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/commitment/check", (Guid id) =>
            _done.TryAdd(Key("check", Array.IndexOf(_cases, id)), true) ? Results.Ok(new { }) : Caller.Problem(409, "commitment.checked", "承诺已经核查"));
        asked.MapGet("/cases", Own);
        asked.MapPost("/cases/{id:guid}/items/{code}/materials/{material}/commitment/revoke", (Guid id) =>
        {
            _revoked[id] = true;
            return Results.NoContent();
        });
    }

    private static string Key(string action, int place) => $"{action} {place}";

    private bool Is(string action, int place) => _done.ContainsKey(Key(action, place));

    private object Deadline(int place) => new
    {
        caseId = _cases[place], ticketNumber = $"B{place:000}", item = $"item-{90 + place}", name = $"参保登记事项之{90 + place}",
        state = place == 3 ? "in-review" : Is("supplement", place) && !Is("supplied", place) ? "awaiting-supplement" : "accepted",
        instant = false, followUp = place == 3 ? "subsidy" : "none", acceptedAt = _morning.AddDays(-20), dueOn = _due[place], daysLeft = _left[place],
        urgency = place == 0 ? "overdue" : place < 3 ? "soon" : "in-time", isSupplemented = Is("supplement", place),
        employer = place == 4 ? WindowStandIn.Employer : null,
        gaps = place == 2 && !Is("gaps/contribution-certificate/close", place) ? [new { material = "contribution-certificate", name = "参保缴费凭证" }] : Array.Empty<object>(),
    };

    private IEnumerable<object> Open(string asker)
    {
        if (!_done.ContainsKey("approved") && !_done.ContainsKey("declined"))
            yield return new { id = _correction, ticketNumber = "A017", name = "城镇职工基本养老保险关系转移接续申请", reason = "转入地已复函同意", askedBy = "r009", priorState = "rejected" };
        // What one asks oneself waits for somebody else.
        if (Is("corrections", 0))
            yield return new { id = _cases[0], ticketNumber = "A003", name = "参保登记事项之40", reason = "录入有误", askedBy = asker, priorState = "completed" };
    }

    private object Commitment(int place) => new
    {
        caseId = _cases[place], ticketNumber = $"B{20 + place:000}", item = $"item-{60 + place}", itemName = "高校毕业生求职补贴申领", material = "graduation-certificate",
        name = place == 0 ? "毕业证书" : "户口簿", formId = Guid.CreateVersion7(), signedAt = _morning.AddDays(-3), acceptedAt = _morning.AddDays(-3), dueOn = "2019-11-15",
    };

    private object Decided(int place) => new
    {
        caseId = _cases[place], ticketNumber = $"A{3 + place:000}", item = $"item-{40 + place}", name = $"参保登记事项之{40 + place}", state = place == 0 ? "completed" : "rejected",
        decidedAt = _morning.AddDays(-1),
    };

    private object[] Own() =>
    [
        new
        {
            siteName = "文登区人社综合服务大厅", caseId = _ownCase, ticketNumber = "B012", state = "accepted", openedAt = _morning, forms = new[]
            {
                new { formId = Guid.CreateVersion7(), template = "service-item-application", isSigned = true },
                new { formId = Guid.CreateVersion7(), template = "acceptance-receipt", isSigned = false },
            },
            items = new object[]
            {
                new
                {
                    code = "pension-relation-transfer-in", name = "企业养老保险关系转入申请", state = "accepted", dueOn = "2019-11-11", reasons = Array.Empty<string>(),
                    toBring = new[] { new { what = "参保缴费凭证", dueOn = "2019-11-04" } },
                    commitments = new[] { new { material = "household-register", name = "户口簿", state = _revoked.ContainsKey(_ownCase) ? "revoked" : "signed", canRevoke = !_revoked.ContainsKey(_ownCase) } },
                },
                new
                {
                    code = "subsidy-4050", name = "就业困难人员灵活就业社会保险补贴申领(4050)", state = "completed", dueOn = "2019-11-18", amount = 5000, reasons = Array.Empty<string>(),
                    toBring = Array.Empty<object>(), commitments = Array.Empty<object>(),
                },
            },
        },
        new
        {
            siteName = "龙山街道保障所", caseId = Guid.CreateVersion7(), ticketNumber = "A003", state = "closed", openedAt = _morning.AddDays(-300), forms = Array.Empty<object>(),
            items = new[] { new { code = "unemployment-registration", name = "失业登记", state = "rejected", dueOn = "2019-01-11", reasons = new[] { "已在外地登记" }, toBring = Array.Empty<object>(), commitments = Array.Empty<object>() } },
        },
    ];
}
