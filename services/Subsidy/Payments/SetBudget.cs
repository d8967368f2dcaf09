using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Payments;

/// <summary>The budget of a programme's year, yuan, with where it comes from, for example the number of the finance bureau's letter.</summary>
internal sealed record Budget(decimal Amount, string Source)
{
    private const decimal Most = 999_999_999_999.99m;
    private const int LongestSource = 500;

    public Problem? Fault() =>
        Amount is < 0 or > Most || decimal.Round(Amount, 2) != Amount ? Problem.Invalid("budget.amount")
        : string.IsNullOrWhiteSpace(Source) || Source.Length > LongestSource ? Problem.Invalid("budget.source", LongestSource)
        : null;
}

/// <summary>Sets the budget of a programme's year. What it was before is kept.</summary>
internal static class SetBudget
{
    public static void MapSetBudget(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/programmes/{programme}/{year:int}/budget", Handle).RequireRole(Roles.Operator).AsCommand().Audited("subsidy.set-budget");

    private static async Task<IResult> Handle(
        string programme, int year, Budget budget, PolicyBook policies, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (policies.Find(programme, year) is null)
            return Problem.NotFound("programme.unknown", programme, year);
        if (budget.Fault() is { } fault)
            return fault;

        await Money.TakeTurnAsync(unit.Connection, programme, year, ct);
        var money = await Money.ReadAsync(unit.Connection, programme, year, ct);
        if (budget.Amount < money.Released - money.ClawedBack)
            return Problem.Conflict("budget.below-released", money.Released - money.ClawedBack);

        var id = Guid.CreateVersion7();
        var added = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into budgets (programme, year, version, id, amount, source, set_by, set_at)
            select @programme, @year, coalesce(max(version), 0) + 1, @id, @Amount, @Source, @by, @now
              from budgets
             where programme = @programme and year = @year
            having (array_agg(amount order by version desc))[1] is distinct from @Amount
                or (array_agg(source order by version desc))[1] is distinct from @Source
            """,
            new { programme, year, id, budget.Amount, budget.Source, by = caller.AccountName(), now = clock.GetUtcNow() },
            cancellationToken: ct));
        if (added == 1)
            unit.Audit(Purpose.Payment(id));
        return TypedResults.Ok(money with { Budget = budget.Amount });
    }
}
