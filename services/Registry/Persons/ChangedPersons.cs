using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>The present state of persons, as the event about a change tells it.</summary>
internal static class ChangedPersons
{
    public static async Task<IEnumerable<PersonChanged>> ReadAsync(NpgsqlConnection connection, Guid[] persons, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select p.person_id, p.version, p.site, p.village, p.care_home, p.died_on,
                   b.kind, b.since, b.monthly_amount, b.certified_on
            from persons p
            left join benefits b on b.person_id = p.person_id and b.ended_on is null
            where p.person_id = any(@persons)
            order by p.person_id, b.kind
            """, new { persons }, commandTimeout: 0, cancellationToken: ct));
        return rows.GroupBy(row => row.PersonId)
            .Select(person => person.First().ToEvent([.. person.Where(row => row.Kind is not null).Select(row => row.ToBenefit())]));
    }

    /// <summary>Counts the person's version up and tells of it.</summary>
    public static async Task TellChangedAsync(this UnitOfWork unit, Guid personId, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update persons set version = version + 1 where person_id = @personId", new { personId }, cancellationToken: ct));
        foreach (var person in await ReadAsync(unit.Connection, [personId], ct))
            unit.Publish(person);
    }

    private sealed record Row(
        Guid PersonId, long Version, string Site, string? Village, string? CareHome, DateOnly? DiedOn,
        string? Kind, DateOnly? Since, decimal? MonthlyAmount, DateOnly? CertifiedOn)
    {
        public Benefit ToBenefit() => new() { Kind = Kind!, Since = Since!.Value, MonthlyAmount = MonthlyAmount!.Value, CertifiedOn = CertifiedOn };

        public PersonChanged ToEvent(IReadOnlyList<Benefit> benefits) => new()
        {
            PersonId = PersonId,
            Version = Version,
            Site = Site,
            Village = Village,
            CareHome = CareHome,
            DiedOn = DiedOn,
            Benefits = benefits,
        };
    }
}
