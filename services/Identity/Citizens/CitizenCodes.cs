using System.Globalization;
using System.Security.Cryptography;
using Wenden.Identity.Keys;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Citizens;

/// <summary>One-time codes: six digits, five minutes, five tries, one use, the newest only; kept as keyed hashes. Limits count across replicas.</summary>
internal sealed class CitizenCodes(NpgsqlDataSource database, SecretBox box, IdentitySettings settings, TimeProvider clock)
{
    public const int Tries = 5;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Who has answered with the right code.</summary>
    internal sealed record Proven(Guid PersonId, string FullName);

    /// <summary>
    /// Makes a code for whoever has the number; null where the person or the address asks too often. Earlier codes of the person end. It takes the
    /// same statements whether or not there is such a person.
    /// </summary>
    public async Task<(Guid Challenge, string Code)?> BeginAsync(string idNumber, string address, CancellationToken ct)
    {
        var challenge = Guid.CreateVersion7();
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var now = clock.GetUtcNow();
        var wanted = new
        {
            challenge, address, now, hash = box.Hash("person", idNumber), expires = now + Lifetime, code = HashOf(challenge, code),
            from = now - TimeSpan.FromHours(1), settings.Codes.PerPerson, settings.Codes.PerAddress,
        };

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One after the other for one person and for one address, or two at once would both count too few.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(encode(@hash, 'hex'), 0)), pg_advisory_xact_lock(hashtextextended(@address, 1))",
            wanted, cancellationToken: ct));
        var made = await connection.ExecuteAsync(new CommandDefinition(
            """
            with ended as (
                update citizen_codes set expires_at = @now where person_hash = @hash and expires_at > @now)
            insert into citizen_codes (challenge_id, person_hash, address, created_at, expires_at, code_hash)
            select @challenge, @hash, @address, @now, @expires, @code
             where (select count(*) from citizen_codes where person_hash = @hash and created_at > @from) < @PerPerson
               and (select count(*) from citizen_codes where address = @address and created_at > @from) < @PerAddress
            """, wanted, cancellationToken: ct));
        if (made == 0)
            return null;
        await transaction.CommitAsync(ct);
        return (challenge, code);
    }

    /// <summary>Notes whom the registry knows under what was given; nobody, and no code will fit.</summary>
    public async Task NoteAsync(Guid challenge, Guid? personId, string name, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update citizen_codes set person_id = @personId, full_name = @name where challenge_id = @challenge",
            new { challenge, personId, name }, cancellationToken: ct));
    }

    /// <summary>The person, where the code is right, in time, and used for the first time. The try counts before it is judged.</summary>
    public async Task<Proven?> TakeAsync(Guid challenge, string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            update citizen_codes
               set tries = tries + 1
             where challenge_id = @challenge and tries < @Tries and used_at is null and expires_at > @now
            returning code_hash, person_id, full_name
            """, new { challenge, Tries, now }, cancellationToken: ct));
        if (found is null || !CryptographicOperations.FixedTimeEquals(found.CodeHash, HashOf(challenge, code)) || found.PersonId is not { } person)
            return null;

        var used = await connection.ExecuteAsync(new CommandDefinition(
            "update citizen_codes set used_at = @now where challenge_id = @challenge and used_at is null", new { challenge, now }, cancellationToken: ct));
        return used == 1 ? new Proven(person, found.FullName ?? "") : null;
    }

    private byte[] HashOf(Guid challenge, string code) => box.Hash("code", $"{challenge} {code}");

    private sealed record Row(byte[] CodeHash, Guid? PersonId, string? FullName);
}
