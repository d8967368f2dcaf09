using System.Data;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Payments;

/// <summary>An application that may be released, with what the release is judged on.</summary>
internal sealed record Releasable
{
    public Guid Id { get; init; }

    public Guid? CaseId { get; init; }

    public Guid? RenewedFrom { get; init; }

    public Guid PersonId { get; init; }

    public required string Programme { get; init; }

    public int Year { get; init; }

    public required string State { get; init; }

    public decimal Amount { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public bool IsReleased { get; init; }

    /// <summary>Names of those who did the steps before.</summary>
    public required string[] Hands { get; init; }

    /// <summary>Code of what stands in the way by the public notice.</summary>
    public string? Notice { get; init; }

    /// <summary>The person has a payment for the year by another application.</summary>
    public bool IsPaidAlready { get; init; }
}

/// <summary>What stands in the way of paying.</summary>
internal static class Hindrances
{
    /// <summary>The public notice: one row per application with the code of what stands in the way, or none. May use <c>@site</c>, <c>@ids</c>, <c>@today</c>.</summary>
    private const string Notices =
        """
        select id as announced, case when notice_id is null then 'release.not-announced' end as notice
          from applications
         where site = @site and id = any(@ids)
        """;

    public static async Task<IReadOnlyList<Releasable>> ReadAsync(IDbConnection connection, string site, Guid[] ids, DateOnly today, CancellationToken ct) =>
        [.. await connection.QueryAsync<Releasable>(new CommandDefinition(
            $"""
            select id, case_id, renewed_from, person_id, programme, year, state, amount, decided_at, released_by is not null as is_released,
                   array_remove(array[accepted_by, first_reviewer, second_reviewer, overridden_by], null) as hands, notice,
                   exists (select from payments
                            where payments.person_id = applications.person_id and payments.programme = applications.programme
                              and payments.year = applications.year and counts and application_id <> applications.id) as is_paid_already
              from applications join ({Notices}) notices on announced = id
             where site = @site and id = any(@ids)
            """,
            new { site, ids, today },
            cancellationToken: ct))];

    /// <summary>What stands in the way of a release by <paramref name="payer"/>, but for the budget; none where nothing does.</summary>
    public static string? OfRelease(Releasable application, PersonFile? file, string payer) =>
        application.Hands.Contains(payer, StringComparer.OrdinalIgnoreCase) ? "release.same-person"
        : application.Notice
        ?? (application.IsPaidAlready ? "release.paid-already" : OfPayee(file));

    /// <summary>What stands in the way of paying a person by what the registry holds.</summary>
    public static string? OfPayee(PersonFile? file)
    {
        if (file?.Facts.GetValueOrDefault("diedOn")?.Value.ValueKind == System.Text.Json.JsonValueKind.String)
            return "release.died";
        var payee = file is null ? new Payee() : Payee.Of(file);
        return string.IsNullOrWhiteSpace(payee.Account) || string.IsNullOrWhiteSpace(payee.Bank) ? "release.no-account"
            : BankFile.CanCarry(payee) ? null
            : "payment.payee";
    }
}
