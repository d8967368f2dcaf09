using Npgsql;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Renewals;

/// <summary>Puts in people whose application of a year before was approved, any number in one statement.</summary>
internal sealed class ApprovedPeople(NpgsqlDataSource database)
{
    public const string Account = "6217000000000001234";

    /// <summary>The account as the registry states it.</summary>
    public static readonly (string Name, string? Json) Banked = ("bankAccount", $"\"{Account}\"");

    public async Task<Guid> AddAsync(string programme, int year = 2019, string state = "approved", Guid? person = null)
    {
        var added = person ?? Guid.CreateVersion7();
        await AddAsync(programme, [added], year, state);
        return added;
    }

    public async Task AddAsync(string programme, Guid[] persons, int year = 2019, string state = "approved")
    {
        var facts = $"{{{string.Join(',', FactDomains.All.Select(domain => $"\"{domain.Key}\":{domain.Value[0]}"))}}}";
        await using var insert = database.CreateCommand(
            """
            insert into applications (
                site, id, case_id, item, person_id, programme, year, policy_sha256, applied_on, accepted_at, accepted_by, state, facts, payee,
                person_version, assessment, outcome, first_reviewer, first_approves, second_reviewer, second_approves, decided_at, amount)
            select 'wendeng-hall', gen_random_uuid(), gen_random_uuid(), 'BT-4050', person, $1, $2, repeat('0', 64), make_date($2, 10, 21),
                   make_timestamptz($2, 10, 21, 9, 0, 0, 'Asia/Shanghai'), 't001', $3, $4::jsonb, $5::jsonb, 1, '{}', 'eligible', 'r001', true,
                   'a001', true, make_timestamptz($2, 10, 22, 9, 0, 0, 'Asia/Shanghai'), case when $3 = 'refused' then 0 else 5000 end
              from unnest($6) as person
            """);
        insert.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = programme }, new() { Value = year }, new() { Value = state }, new() { Value = facts },
            new() { Value = $$"""{ "name": "某某", "bank": "工商银行", "account": "{{Account}}" }""" }, new() { Value = persons },
        });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the only row.</summary>
    public async Task<T> ReadAsync<T>(string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
