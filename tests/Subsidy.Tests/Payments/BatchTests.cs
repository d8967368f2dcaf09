using System.Net;
using System.Text.Json;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

public class BatchTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task A_batch_goes_to_the_bank_and_is_settled()
    {
        var town = await Town.WithAsync(host, 3);
        await town.ReleaseAsync();

        var (made, batch) = await town.MakeAsync();
        var id = batch.GetProperty("id").GetString()!;
        var (empty, problem) = await town.MakeAsync();
        var (early, _) = await town.PostAsync($"payment-batches/{id}/answer", Bank.Answer(await town.BankFileAsync(id), _ => null));
        await town.PostAsync($"payment-batches/{id}/sent");
        var (again, sent) = await town.PostAsync($"payment-batches/{id}/sent");
        var (answered, answer) = await town.AnswerAsync(id, _ => null);

        (made, empty, early, again, answered).ShouldBe(
            (HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.OK));
        problem.GetProperty("code").GetString().ShouldBe("payment.nothing");
        Shown(batch).ShouldBe(("made", 3, 15_000, 15_000));
        Shown(sent).ShouldBe(("sent", 3, 15_000, 15_000));
        Shown(answer.GetProperty("batch")).ShouldBe(("settled", 3, 15_000, 0));
        var paid = await SubsidyHost.Eventually("three paid", () => Task.FromResult(host.PaidAt(town.Site) is { Count: 3 } heard ? heard : null));
        paid.Select(each => each.ApplicationId).ShouldBe(town.Applications, ignoreOrder: true);
        paid.ShouldAllBe(each => each.Amount == 5000 && each.PaidOn == new DateOnly(2019, 10, 21) && each.Programme == town.Programme && each.Year == 2019);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("txt")]
    public async Task The_bank_file_is_the_same_at_every_download(string form)
    {
        var town = await Town.WithAsync(host, 2);
        await town.ApproveAsync(facts: ("name", "\"阿依古丽·买买提𠮷\""));
        await town.ReleaseAsync();
        var (_, batch) = await town.MakeAsync();
        var id = batch.GetProperty("id").GetString()!;

        var made = await town.BankFileAsync(id, form);
        await town.PostAsync($"payment-batches/{id}/sent");
        await town.AnswerAsync(id, _ => null, form);
        using var client = town.Payer();
        using var answer = await client.GetAsync($"/sites/{town.Site}/payment-batches/{id}/file.{form}");
        var settled = await answer.Content.ReadAsByteArrayAsync();

        settled.ShouldBe(made);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(made));
        answer.Headers.GetValues("X-Wenden-Sha256").Single().ShouldBe(sha256);
        if (form == "csv")
            batch.GetProperty("sha256").GetString().ShouldBe(sha256);
        Bank.Encoding.GetString(made).ShouldContain("阿依古丽·买买提𠮷");
    }

    [Fact]
    public async Task A_failed_payment_is_tried_again_with_another_account()
    {
        var town = await Town.WithAsync(host, 1);
        var person = Guid.CreateVersion7();
        var application = await town.ApproveAsync(person);
        var first = await town.SendAsync();
        var bad = (await town.PaymentsAsync(first)).Single(payment => payment.GetProperty("applicationId").GetGuid() == application).GetProperty("id").GetGuid();

        await town.AnswerAsync(first, id => id == $"{bad:N}" ? "账号不存在" : null);
        var (unchanged, why) = await town.PostAsync($"payments/{bad}/retry");
        host.Registry.Put(person, 2, ("bankAccount", "\"6200000000000009999\""));
        var (retried, next) = await town.PostAsync($"payments/{bad}/retry");
        var (repeated, same) = await town.PostAsync($"payments/{bad}/retry");
        var second = await town.SendAsync();
        await town.AnswerAsync(second, _ => null, "txt");

        (unchanged, why.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "payment.account-unchanged"));
        (retried, repeated).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        same.GetProperty("id").GetGuid().ShouldBe(next.GetProperty("id").GetGuid());
        (next.GetProperty("attempt").GetInt32(), next.GetProperty("account").GetString()).ShouldBe((2, "****9999"));
        (await town.PaymentsAsync(first)).Select(StateOf).Order().ShouldBe(["paid", "replaced"]);
        (await town.PaymentsAsync(second)).Select(StateOf).ShouldBe(["paid"]);
        var batches = (await town.GetAsync("payment-batches")).EnumerateArray().ToArray();
        batches.ShouldAllBe(batch => batch.GetProperty("difference").GetDecimal() == 0 && batch.GetProperty("state").GetString() == "settled");
        batches.Sum(batch => batch.GetProperty("paid").GetDecimal()).ShouldBe(10_000);
        (await town.MostPaymentsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_in_parts_settles_with_the_last_one()
    {
        var town = await Town.WithAsync(host, 3);
        var batch = await town.SendAsync();
        var ids = (await town.PaymentsAsync(batch)).Select(payment => $"{payment.GetProperty("id").GetGuid():N}").ToArray();

        var (_, part) = await town.AnswerAsync(batch, _ => null, about: id => id == ids[1]);
        var (_, same) = await town.AnswerAsync(batch, _ => null, about: id => id == ids[1]);
        var (_, whole) = await town.AnswerAsync(batch, id => id == ids[0] ? "户名不符" : null, "txt");
        var (_, repeated) = await town.AnswerAsync(batch, id => id == ids[0] ? "户名不符" : null);

        Shown(part.GetProperty("batch")).ShouldBe(("answered", 3, 15_000, 10_000));
        same.GetProperty("batch").ToString().ShouldBe(part.GetProperty("batch").ToString());
        Shown(whole.GetProperty("batch")).ShouldBe(("settled", 3, 15_000, 0));
        repeated.ToString().ShouldBe(whole.ToString());
        (await town.ScalarAsync<long>("select count(*) from application_history where site = @Site and what in ('paid', 'payment-failed')", new { town.Site })).ShouldBe(3);
    }

    [Theory]
    [InlineData("unknown", "payment.unknown")]
    [InlineData("amount", "payment.answer-amount")]
    [InlineData("twice", "payment.answered-twice")]
    [InlineData("otherwise", "payment.answered-otherwise")]
    [InlineData("tomorrow", "payment.answer-day")]
    public async Task A_contradicting_answer_is_named_and_does_nothing(string how, string code)
    {
        var town = await Town.WithAsync(host, 3);
        var batch = await town.SendAsync();
        var ids = (await town.PaymentsAsync(batch)).Select(payment => $"{payment.GetProperty("id").GetGuid():N}").ToArray();
        await town.AnswerAsync(batch, _ => null, about: id => id == ids[0]);
        var before = await town.GetAsync($"payment-batches/{batch}");
        var file = await town.BankFileAsync(batch);

        var (status, body) = await town.PostAsync($"payment-batches/{batch}/answer", how switch
        {
            "unknown" => Bank.Answer(file, _ => null, change: lines => lines[3] = lines[3].Replace(ids[2], $"{Guid.CreateVersion7():N}")),
            "amount" => Bank.Answer(file, _ => null, change: lines =>
                (lines[2], lines[3]) = (lines[2].Replace("500000", "400000"), lines[3].Replace("500000", "600000"))),
            "twice" => Bank.Answer(file, _ => null, change: lines => lines[3] = lines[2]),
            "otherwise" => Bank.Answer(file, id => id == ids[0] ? "账号不存在" : null),
            _ => Bank.Answer(file, _ => null, day: "20191022"),
        });

        status.ShouldBe(HttpStatusCode.Conflict);
        body.GetProperty("code").GetString().ShouldBe("payment.answer-contradicts");
        body.GetProperty(how == "unknown" ? "unknown" : "contradicting").EnumerateArray().ShouldAllBe(line => line.GetProperty("code").GetString() == code);
        body.GetProperty(how == "unknown" ? "unknown" : "contradicting").GetArrayLength().ShouldBeGreaterThan(0);
        (await town.GetAsync($"payment-batches/{batch}")).ToString().ShouldBe(before.ToString());
    }

    [Fact]
    public async Task An_answer_to_another_batch_or_no_answer_is_refused()
    {
        var (town, other) = (await Town.WithAsync(host, 1), await Town.WithAsync(host, 1));
        var (batch, otherBatch) = (await town.SendAsync(), await other.SendAsync());

        var (foreign, foreignBody) = await town.PostAsync($"payment-batches/{batch}/answer", Bank.Answer(await other.BankFileAsync(otherBatch), _ => null));
        var (rubbish, rubbishBody) = await town.PostAsync($"payment-batches/{batch}/answer", new byte[] { 0, 255, 10, 65, 44, 0, 10 });
        var (none, _) = await town.PostAsync($"payment-batches/{batch}/answer", Array.Empty<byte>());
        var (unknown, _) = await town.PostAsync($"payment-batches/{Guid.CreateVersion7()}/answer", Bank.Answer(await town.BankFileAsync(batch), _ => null));

        (foreign, rubbish, none, unknown).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound));
        foreignBody.GetProperty("code").GetString().ShouldBe("payment.answer-other-batch");
        rubbishBody.GetProperty("code").GetString().ShouldBe("payment.answer-unreadable");
    }

    [Fact]
    public async Task Who_cannot_be_paid_is_left_out_by_name()
    {
        var town = await Town.WithAsync(host, 1);
        var person = Guid.CreateVersion7();
        var application = await town.ApproveAsync(person);
        await town.ReleaseAsync();
        host.Registry.Put(person, 2, ("diedOn", "\"2019-10-20\""));

        var (_, batch) = await town.MakeAsync();

        batch.GetProperty("count").GetInt32().ShouldBe(1);
        var left = batch.GetProperty("leftOut").EnumerateArray().Single();
        (left.GetProperty("applicationId").GetGuid(), left.GetProperty("code").GetString()).ShouldBe((application, "release.died"));
    }

    [Fact]
    public async Task Batches_made_at_once_take_each_application_once()
    {
        var town = await Town.WithAsync(host, 20);
        await town.ReleaseAsync();

        var made = await Task.WhenAll(Enumerable.Range(1, 5).Select(number => town.MakeAsync($"p00{number}")));
        await town.ApproveAsync();
        await town.ReleaseAsync();
        var (_, next) = await town.MakeAsync();

        made.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        made.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(4);
        next.GetProperty("number").GetInt32().ShouldBe(2);
        (await town.MostPaymentsAsync()).ShouldBe(1);
        (await town.ScalarAsync<decimal>("select sum(amount) from payments where site = @Site", new { town.Site })).ShouldBe(105_000);
    }

    [Fact]
    public async Task The_same_answer_at_once_pays_once()
    {
        var town = await Town.WithAsync(host, 8);
        var batch = await town.SendAsync();
        var answer = Bank.Answer(await town.BankFileAsync(batch), _ => null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => town.PostAsync($"payment-batches/{batch}/answer", answer)));

        answers.ShouldAllBe(each => each.Status == HttpStatusCode.OK);
        answers.Select(each => each.Body.ToString()).Distinct().Count().ShouldBe(1);
        (await town.ScalarAsync<long>("select count(*) from (select type, body from outbox union all select type, body from outbox_sent) told where body ->> 'site' = @Site and type like '%SubsidyPaid%'", new { town.Site })).ShouldBe(8);
        (await town.ScalarAsync<long>("select count(*) from application_history where site = @Site and what = 'paid'", new { town.Site })).ShouldBe(8);
    }

    private static string? StateOf(JsonElement payment) => payment.GetProperty("state").GetString();

    private static (string?, int, decimal, decimal) Shown(JsonElement batch) => (
        batch.GetProperty("state").GetString(), batch.GetProperty("count").GetInt32(), batch.GetProperty("total").GetDecimal(),
        batch.GetProperty("difference").GetDecimal());
}
