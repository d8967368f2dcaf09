using System.Security.Claims;
using Dapper;

namespace Wenden.Messaging;

/// <summary>Takes back a command whose answer never came.</summary>
public static class Withdrawals
{
    /// <summary>Of an <c>Idempotency-Key</c>, in characters.</summary>
    public const int MaximumKeyLength = Commands.IdempotencyKey.MaximumLength;

    /// <summary>
    /// The JSON that <paramref name="caller"/> was answered with under <paramref name="key"/>; null where the command has not happened and, once this
    /// unit is committed, cannot: it would find its key taken (409). A command that is under way is waited for.
    /// </summary>
    public static async Task<string?> WithdrawAsync(this UnitOfWork unit, ClaimsPrincipal caller, string key, CancellationToken ct)
    {
        var name = caller.Identity?.Name ?? "";
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "insert into idempotency_keys (caller, key, request, status) values (@name, @key, '', 204) on conflict do nothing",
            new { name, key }, cancellationToken: ct));
        return await unit.Connection.QuerySingleAsync<string?>(new CommandDefinition(
            "select answer from idempotency_keys where caller = @name and key = @key", new { name, key }, cancellationToken: ct));
    }
}
