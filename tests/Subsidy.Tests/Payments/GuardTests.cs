using Npgsql;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

/// <summary>What the database refuses by itself, whatever a service says.</summary>
public class GuardTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private const string Insert =
        """
        insert into payments (site, id, application_id, person_id, programme, year, batch_id, line, name, id_number, bank, account, amount, state, created_by, created_at)
        select site, gen_random_uuid(), id, person_id, programme, year, null, null, '某某', '371003197406151226', '样例银行', '62', amount, 'made', 'p001', now()
          from applications
        """;

    [Theory]
    [InlineData(Insert + " where id = @released", "payments_one_per_person_and_year")]
    [InlineData(Insert + " where id = @approved", "payment_needs_a_release")]
    [InlineData("update payments set amount = amount + 1 where application_id = @released", "payment_stays_what_it_is")]
    [InlineData("update payments set account = '63' where application_id = @released", "payment_is_frozen")]
    [InlineData("update payments set state = 'paid', paid_on = '2019-10-21' where application_id = @released", "payment_goes_its_way")]
    [InlineData("update payments set state = 'sent' where application_id = @released", "payment_is_as_its_batch")]
    [InlineData("update payments set counts = false where application_id = @released", "payment_on_its_way_counts")]
    [InlineData("update payment_batches set state = 'sent', sent_by = 'p', sent_at = now(), total = total + 1 where id = @batch", "batch_is_the_sum_of_its_payments")]
    [InlineData("update payment_batches set state = 'settled', settled_at = now() where id = @batch", "batch_is_sent_by_somebody batch_goes_its_way")]
    [InlineData("update payment_batches set number = 2 where id = @batch", "batch_stays_what_it_is")]
    [InlineData("update applications set released_by = 'R001' where id = @approved", "released_by_a_fourth_person")]
    [InlineData(
        "insert into clawbacks (site, id, application_id, payment_id, person_id, amount, reason, asked_by, asked_at) "
        + "select site, gen_random_uuid(), application_id, id, person_id, amount, '', 'a', now() from payments where application_id = @released", "clawback_needs_a_payment")]
    [InlineData("delete from payments where application_id = @released", "")]
    [InlineData("delete from payment_batches where id = @batch", "")]
    [InlineData("update budgets set amount = 1", "")]
    [InlineData("truncate payments cascade", "")]
    public async Task The_database_refuses(string sql, string constraint)
    {
        var town = await Town.WithAsync(host, 1);
        await town.ReleaseAsync();
        var (_, made) = await town.MakeAsync();
        var approved = await town.ApproveAsync();

        var refusal = await Should.ThrowAsync<PostgresException>(() => town.ExecuteAsync(
            sql, new { released = town.Applications[0], approved, batch = made.GetProperty("id").GetGuid() }));

        if (constraint.Length > 0)
            constraint.Split(' ').ShouldContain(refusal.ConstraintName);
        else
            refusal.MessageText.ShouldEndWith("is only added to");
    }

    [Theory]
    [InlineData("payments.amount + 1")]
    [InlineData("payments.amount - 0.01")]
    public async Task A_payment_of_another_amount_is_refused(string amount)
    {
        var town = await Town.WithAsync(host, 1);
        await town.ReleaseAsync();

        var refusal = await Should.ThrowAsync<PostgresException>(() => town.ExecuteAsync(
            Insert.Replace(" amount, 'made'", $" {amount.Replace("payments.", "")}, 'made'") + " where id = @released", new { released = town.Applications[0] }));

        refusal.ConstraintName.ShouldBe("payment_is_as_its_application");
    }

    [Fact]
    public async Task A_batch_that_was_sent_takes_no_payment()
    {
        var town = await Town.WithAsync(host, 1);
        var batch = Guid.Parse(await town.SendAsync());
        var late = await town.ApproveAsync();
        await town.ReleaseAsync([late]);

        var refusal = await Should.ThrowAsync<PostgresException>(() => town.ExecuteAsync(
            Insert.Replace("null, null,", "@batch, 2,") + " where id = @late", new { late, batch }));

        refusal.ConstraintName.ShouldBe("payment_is_as_its_batch");
    }
}
