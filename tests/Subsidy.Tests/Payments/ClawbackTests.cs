using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

public class ClawbackTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task What_has_not_left_is_withdrawn()
    {
        var town = await Town.WithAsync(host, 2);
        await town.ReleaseAsync();
        var (_, made) = await town.MakeAsync();
        var id = made.GetProperty("id").GetString()!;

        await town.RevokeAsync(town.Applications[0]);
        var (changed, why) = await town.PostAsync($"payment-batches/{id}/sent?sha256={made.GetProperty("sha256").GetString()}");
        var one = await town.GetAsync($"payment-batches/{id}");
        await town.RevokeAsync(town.Applications[1]);
        var none = await town.GetAsync($"payment-batches/{id}");

        (changed, why.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "payment.file-changed"));
        Shown(one).ShouldBe(("made", 1, 5000, 5000));
        Shown(none).ShouldBe(("settled", 0, 0, 0));
        (await town.GetAsync("clawbacks")).GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_is_with_the_bank_is_claimed_once_it_is_paid(bool isPaid, int claimed)
    {
        var town = await Town.WithAsync(host, 1);
        var batch = await town.SendAsync();

        await town.RevokeAsync(town.Applications[0]);
        var before = await town.GetAsync("clawbacks");
        await town.AnswerAsync(batch, _ => isPaid ? null : "账号不存在");
        await town.AnswerAsync(batch, _ => isPaid ? null : "账号不存在");

        before.GetArrayLength().ShouldBe(0);
        (await town.GetAsync("clawbacks")).GetArrayLength().ShouldBe(claimed);
        Shown(await town.GetAsync($"payment-batches/{batch}")).ShouldBe(("settled", 1, 5000, 0));
        if (!isPaid)
        {
            var payment = (await town.PaymentsAsync(batch)).Single().GetProperty("id").GetString();
            (await town.PostAsync($"payments/{payment}/retry")).Status.ShouldBe(HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task What_was_paid_comes_back_in_parts_by_receipt()
    {
        var town = await Town.WithAsync(host, 0);
        var person = Guid.CreateVersion7();
        var application = await town.ApproveAsync(person);
        await town.AnswerAsync(await town.SendAsync(), _ => null);
        await town.RevokeAsync(application);
        await town.RevokeAsync(application);
        var claim = (await town.GetAsync("clawbacks")).EnumerateArray().Single();
        var path = $"clawbacks/{claim.GetProperty("id").GetString()}/recovered";

        var first = await town.PostAsync(path, new { amount = 2000, receipt = "R1" });
        var again = await town.PostAsync(path, new { amount = 2000, receipt = "R1" });
        var differs = await town.PostAsync(path, new { amount = 2001, receipt = "R1" });
        var tooMuch = await town.PostAsync(path, new { amount = 3000.01, receipt = "R2" });
        var nothing = await town.PostAsync(path, new { amount = 0, receipt = "R3" });
        var early = await town.ApproveAsync(person);
        var refused = (await town.ReleaseAsync([early])).Single();
        var last = await town.PostAsync(path, new { amount = 3000, receipt = "R4" });

        (first.Status, again.Status, differs.Status, tooMuch.Status, nothing.Status, last.Status).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.OK));
        again.Body.GetProperty("recovered").GetDecimal().ShouldBe(2000);
        refused.GetProperty("code").GetString().ShouldBe("release.paid-already");
        (last.Body.GetProperty("recovered").GetDecimal(), last.Body.TryGetProperty("settledAt", out _)).ShouldBe((5000m, true));
        claim.GetProperty("reason").GetString().ShouldBe("重复享受");

        // Everything came back, so the person can be paid on the new decision.
        await town.AnswerAsync(await town.SendAsync(), _ => null);
        (await town.ScalarAsync<long>("select count(*) from payments where person_id = @person and state = 'paid' and counts", new { person })).ShouldBe(1);
    }

    [Fact]
    public async Task Revoking_and_answering_at_once_claims_once()
    {
        var town = await Town.WithAsync(host, 6);
        var batch = await town.SendAsync();
        var answer = Bank.Answer(await town.BankFileAsync(batch), _ => null);

        await Task.WhenAll(
        [
            .. town.Applications.Select(town.RevokeAsync),
            .. Enumerable.Range(0, 3).Select(_ => (Task)town.PostAsync($"payment-batches/{batch}/answer", answer)),
        ]);

        (await town.ScalarAsync<decimal>("select sum(amount) from clawbacks where site = @Site", new { town.Site })).ShouldBe(30_000);
        Shown(await town.GetAsync($"payment-batches/{batch}")).ShouldBe(("settled", 6, 30_000, 0));
    }

    [Fact]
    public async Task The_money_of_the_year_is_the_sum_of_its_rows()
    {
        var town = await Town.WithAsync(host, 0, budget: 50_000);
        var towns = new[] { new Town(host) { Programme = "4050" }, new Town(host) { Programme = "4050" } };
        await towns[0].SetBudgetAsync(90_000);
        foreach (var amount in new[] { 5000m, 5000, 3850, 3850, 5000, 5000, 3850 })
        {
            await towns[0].ApproveAsync(amount: amount);
            await towns[1].ApproveAsync(amount: amount);
        }

        var (a, b) = (towns[0], towns[1]);
        await a.ReleaseAsync(a.Applications.Take(5));
        var (_, made) = await a.MakeAsync();
        var batch = made.GetProperty("id").GetString()!;
        await a.PostAsync($"payment-batches/{batch}/sent");
        var payments = (await a.PaymentsAsync(batch)).ToDictionary(payment => payment.GetProperty("applicationId").GetGuid(), payment => $"{payment.GetProperty("id").GetGuid():N}");
        var answered = a.Applications.Take(3).Select(application => payments[application]).ToArray();
        await a.AnswerAsync(batch, id => id == answered[2] ? "账号不存在" : null, about: answered.Contains);
        await a.RevokeAsync(a.Applications[0]);
        await a.RevokeAsync(a.Applications[3]);
        var claim = (await a.GetAsync("clawbacks")).EnumerateArray().Single().GetProperty("id").GetString();
        await a.PostAsync($"clawbacks/{claim}/recovered", new { amount = 1234.56, receipt = "R1" });
        await b.ReleaseAsync(b.Applications.Take(2));

        using var auditor = host.Client(Roles.Auditor, "u001", "*");
        var money = await auditor.GetFromJsonAsync<JsonElement>("/programmes/4050/2019/money");

        // Of a: 5000 revoked after it was paid, 5000 paid, 3850 failed, 3850 revoked on its way, 5000 on its way, 5000 + 3850 not released. Of b: two released.
        var committed = 5000 + 3850 + 5000 + 5000 + 3850 + (4 * 5000) + (3 * 3850);
        var released = 5000 + 5000 + 3850 + 3850 + 5000 + 10_000;
        Numbers(money).ShouldBe(new Dictionary<string, decimal>
        {
            ["budget"] = 90_000,
            ["committed"] = committed,
            ["released"] = released,
            ["sent"] = 3850 + 5000,
            ["paid"] = 10_000,
            ["failed"] = 3850,
            ["clawedBack"] = 1234.56m,
            ["toClawBack"] = 5000 - 1234.56m,
            ["left"] = 90_000 - released + 1234.56m,
        }, ignoreOrder: true);
    }

    private static Dictionary<string, decimal> Numbers(JsonElement money) => money.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetDecimal());

    private static (string?, int, decimal, decimal) Shown(JsonElement batch) => (
        batch.GetProperty("state").GetString(), batch.GetProperty("count").GetInt32(), batch.GetProperty("total").GetDecimal(),
        batch.GetProperty("difference").GetDecimal());
}
