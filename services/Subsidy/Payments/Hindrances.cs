using System.Data;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

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

    public bool IsOverridden { get; init; }

    /// <summary>Names of those who did the steps before.</summary>
    public required string[] Hands { get; init; }

    /// <summary>Code of what stands in the way by the public notice.</summary>
    public string? Notice { get; init; }

    /// <summary>The person has a payment for the year by another application.</summary>
    public bool IsPaidAlready { get; init; }

    /// <summary>Other programmes that the person draws in the year.</summary>
    public required string[] Enrolments { get; init; }
}

/// <summary>What stands in the way of paying.</summary>
internal static class Hindrances
{
    /// <summary>
    /// The public notice: one row per application with the code of what stands in the way, or none. An objection holds it until it is rejected: one
    /// that is upheld asks for a revocation. Where one names somebody who is several people of the notice, it holds all of them.
    /// </summary>
    private const string Notices =
        """
        select a.id as announced,
               case when n.id is null then 'release.not-announced'
                    when n.ends_on >= @today then 'release.notice-running'
                    when exists (select from objections o
                                  where o.state <> 'rejected'
                                    and (o.application_id = a.id
                                         or (o.application_id is null and o.notice_id = a.notice_id
                                             and exists (select from notice_people p
                                                          where p.notice_id = a.notice_id and p.application_id = a.id
                                                            and o.about in (p.name, p.name || ' ' || p.id_number)))))
                    then 'release.objection-open'
               end as notice
          from applications a left join notices n on n.id = a.notice_id
         where a.site = @site and a.id = any(@ids)
        """;

    public static async Task<IReadOnlyList<Releasable>> ReadAsync(IDbConnection connection, string site, Guid[] ids, DateOnly today, CancellationToken ct) =>
        [.. await connection.QueryAsync<Releasable>(new CommandDefinition(
            $"""
            select id, case_id, renewed_from, person_id, programme, year, state, amount, decided_at, released_by is not null as is_released, overridden_by is not null as is_overridden,
                   array_remove(array[accepted_by, first_reviewer, second_reviewer, overridden_by], null) as hands, notice,
                   exists (select from payments
                            where payments.person_id = applications.person_id and payments.programme = applications.programme
                              and payments.year = applications.year and counts and application_id <> applications.id) as is_paid_already,
                   array(select distinct other.programme from enrolments other
                          where other.person_id = applications.person_id and other.from_day <= make_date(applications.year, 12, 31)
                            and coalesce(other.to_day, 'infinity') >= make_date(applications.year, 1, 1)) as enrolments
              from applications join ({Notices}) notices on announced = id
             where site = @site and id = any(@ids)
            """,
            new { site, ids, today },
            cancellationToken: ct))];

    /// <summary>
    /// What stands in the way of a release by <paramref name="payer"/>, but for the budget; none where nothing does. What three people have granted
    /// against another programme is not held for it.
    /// </summary>
    public static string? OfRelease(Releasable application, PersonFile? file, Policy? policy, string payer) =>
        application.Hands.Contains(payer, StringComparer.OrdinalIgnoreCase) ? "release.same-person"
        : application.Notice
        ?? (application.IsPaidAlready ? "release.paid-already"
            : !application.IsOverridden && Excludes(application.Enrolments, policy) ? "release.other-programme"
            : OfPayee(file));

    // Where the policy is gone, anything that the person draws beside stands in the way.
    private static bool Excludes(string[] enrolments, Policy? policy) =>
        policy is null ? enrolments.Length > 0 : policy.MutuallyExclusive.Any(other => enrolments.Contains(other.Programme));

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
