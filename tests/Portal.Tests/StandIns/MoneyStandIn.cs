using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>The money of the subsidy service: what is approved and announced is released, goes to the bank, and comes back as paid or failed.</summary>
public sealed class MoneyStandIn(SubsidyStandIn subsidy)
{
    private const string Result = "成功";
    private decimal _budget = 2_000_000;

    /// <summary>As banks write: one line a payment, its number, whether it went well, and why not.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    internal void Map(IEndpointRouteBuilder asked, string emptySite)
    {
        asked.MapGet("/programmes/{programme}/{year:int}/money", () => new
        {
            budget = _budget, committed = 1_285_400m, released = 865_000m, sent = 790_000m, paid = 742_300m, failed = 8_850m, clawedBack = 3_850m, toClawBack = 1_150m, left = _budget - 1_285_400m,
        });
        asked.MapPut("/programmes/{programme}/{year:int}/budget", (JsonElement body) =>
        {
            _budget = body.GetProperty("amount").GetDecimal();
            return Results.Ok(new { });
        });
        asked.MapGet("/sites/{site}/releasable", (string site) => Results.Ok(site == emptySite ? [] : subsidy.At(site).Applications.Where(one => one is { State: "approved", ReleasedBy: null }).Select(Releasable)));
        asked.MapPost("/sites/{site}/releases", (HttpContext context, string site, JsonElement body) => new
        {
            rows = body.GetProperty("applications").EnumerateArray().Select(id => Release(subsidy.At(site).Find(id.GetGuid())!, Caller.Name(context))).ToArray(),
        });
        asked.MapPost("/sites/{site}/payment-batches", Make);
        asked.MapGet("/sites/{site}/payment-batches", (string site) => Results.Ok(site == emptySite ? [] : subsidy.At(site).Batches.AsEnumerable().Reverse().Select(batch => Batch(subsidy.At(site), batch))));
        asked.MapGet("/sites/{site}/payment-batches/{id:guid}", (string site, Guid id) => Batch(subsidy.At(site), Find(site, id)));
        asked.MapGet("/sites/{site}/payment-batches/{id:guid}/file.{kind}", (string site, Guid id, string kind) => Results.Bytes(FileOf(Find(site, id)), kind == "csv" ? "text/csv" : "text/plain", $"batch.{kind}"));
        asked.MapPost("/sites/{site}/payment-batches/{id:guid}/sent", (string site, Guid id) =>
        {
            var batch = Find(site, id);
            batch.State = "sent";
            foreach (var payment in batch.Payments)
                payment.State = "sent";
            return Results.Ok(new { });
        });
        asked.MapPost("/sites/{site}/payment-batches/{id:guid}/answer", AnswerAsync);
        asked.MapPost("/sites/{site}/payments/{id:guid}/retry", (string site, Guid id) =>
        {
            var payment = subsidy.At(site).Batches.SelectMany(batch => batch.Payments).Single(payment => payment.Id == id);
            if (payment.Name == "丛日梅" && payment.Reason is not null)
            {
                payment.Reason = null;
                return Caller.Problem(409, "payment.account-unchanged", "登记库中的账户仍是发放失败的账户");
            }

            payment.State = "replaced";
            return Results.Ok(new { });
        });
        asked.MapGet("/sites/{site}/clawbacks", (string site) => Results.Ok(site == emptySite ? [] : subsidy.At(site).ClawBacks.Select(one => new
        {
            one.Id, applicationId = one.Id, personId = one.Id, one.Name, amount = 5000m, one.Recovered, reason = "核准已撤销", askedAt = SubsidySite.Now.AddDays(-6), settledAt = one.Recovered == 5000 ? SubsidySite.Now : (DateTimeOffset?)null,
        })));
        asked.MapPost("/sites/{site}/clawbacks/{id:guid}/recovered", (string site, Guid id, JsonElement body) =>
        {
            subsidy.At(site).ClawBacks.Single(one => one.Id == id).Recovered += body.GetProperty("amount").GetDecimal();
            return Results.Ok(new { });
        });
    }

    private static (string Code, string Title)? InTheWay(SubsidyApplication one) => one switch
    {
        { NoticeEndsOn: null } => ("release.not-announced", "尚未公示"),
        { NoticeEndsOn: { } ends } when ends >= new DateOnly(2019, 10, 21) => ("release.notice-running", $"公示至 {ends:yyyy-MM-dd}"),
        { HasAccount: false } => ("release.no-account", "没有登记收款账户"),
        _ => null,
    };

    private static object Releasable(SubsidyApplication one) => new
    {
        one.Id, personId = one.CaseId, one.Name, account = one.HasAccount ? "6217********0432" : null, amount = one.Granted, one.DecidedAt,
        mayRelease = InTheWay(one) is null, code = InTheWay(one)?.Code, title = InTheWay(one)?.Title,
    };

    private static object Release(SubsidyApplication one, string caller)
    {
        if (InTheWay(one) is not null || one.WasWorkedOnBy(caller))
            return new { one.Id, done = false, one.State, code = InTheWay(one)?.Code ?? "release.same-person", title = InTheWay(one)?.Title ?? "放行须由第四人办理" };
        one.ReleasedBy = caller;
        return new { one.Id, done = true, state = "approved" };
    }

    private IResult Make(string site)
    {
        var released = subsidy.At(site).Applications.Where(one => one is { ReleasedBy: not null, IsInBatch: false }).ToArray();
        if (released is [])
            return Caller.Problem(409, "payment.nothing", "没有已放行而未入批次的补贴");
        foreach (var one in released)
            one.IsInBatch = true;
        var batch = new SubsidyBatch { Payments = [.. released.Select(one => SubsidySite.Payment(one.Name, "made"))] };
        subsidy.At(site).Batches.Add(batch);
        return Results.Json(Batch(subsidy.At(site), batch), statusCode: 201);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, string site, Guid id)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        var batch = Find(site, id);
        var lines = Gb18030.GetString(copy.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var unknown = lines.Index().Where(line => !int.TryParse(line.Item.Split(',')[0], out var place) || place > batch.Payments.Length).Select(line => new { line = line.Index + 1, payment = line.Item, title = "本批次没有这笔发放" }).ToArray();
        if (unknown is not [])
            return Results.Json(new { title = "回盘文件与批次不符，没有处理", status = 409, code = "payment.answer-contradicts", unknown }, statusCode: 409, contentType: "application/problem+json");
        foreach (var parts in lines.Select(line => line.Split(',')))
            (batch.Payments[int.Parse(parts[0], CultureInfo.InvariantCulture) - 1].State, batch.Payments[int.Parse(parts[0], CultureInfo.InvariantCulture) - 1].Reason) = parts[1] == Result ? ("paid", null) : ("failed", parts[2]);

        batch.State = Array.TrueForAll(batch.Payments, payment => payment.State == "paid") ? "settled" : "answered";
        return Results.Ok(new { paid = batch.Payments.Count(payment => payment.State == "paid"), failed = batch.Payments.Count(payment => payment.State == "failed"), unknown = Array.Empty<string>(), batch = Batch(subsidy.At(site), batch) });
    }

    private SubsidyBatch Find(string site, Guid id) => subsidy.At(site).Batches.Single(batch => batch.Id == id);

    private static byte[] FileOf(SubsidyBatch batch) => Gb18030.GetBytes(string.Join('\n', batch.Payments.Select((payment, place) => $"{place + 1},{payment.Name},5000.00")));

    private static object Batch(SubsidySite site, SubsidyBatch batch) => new
    {
        batch.Id, programme = "4050", year = 2019, number = site.Batches.IndexOf(batch) + 1, batch.State, createdAt = SubsidySite.Now.AddDays(-2), createdBy = "p001", count = batch.Payments.Length,
        total = batch.Payments.Length * 5000m, sha256 = Convert.ToHexStringLower(SHA256.HashData(FileOf(batch))), paid = Count(batch, "paid") * 5000m, failed = Count(batch, "failed") * 5000m,
        open = (Count(batch, "made") + Count(batch, "sent")) * 5000m, difference = (Count(batch, "made") + Count(batch, "sent")) * 5000m,
        payments = batch.Payments.Select(payment => new { payment.Id, applicationId = payment.Id, personId = payment.Id, payment.Name, account = "6217********0432", amount = 5000m, payment.State, payment.Reason, attempt = 1 }),
    };

    private static int Count(SubsidyBatch batch, string state) => batch.Payments.Count(payment => payment.State == state);
}
