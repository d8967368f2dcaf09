using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>What the identity service does for an operator.</summary>
internal sealed class OperatorStandIn
{
    private static readonly DateTimeOffset _then = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly ConcurrentDictionary<Guid, KeptAccount> _accounts = new();
    private readonly ConcurrentDictionary<string, Device> _devices = new();
    private int _keys = 2;

    internal sealed record KeptAccount(
        Guid Id, string Name, string FullName, string[] Roles, string[] Sites, bool HasAuthenticator, bool MustChangePassword, DateTimeOffset? DisabledSince = null,
        DateTimeOffset? LockedUntil = null);

    internal sealed record NewAccount(string Name, string FullName, string[] Roles, string[] Sites, string Password);

    internal sealed record Access(string[] Roles, string[] Sites);

    internal sealed record Device(string Name, string Role, string Site);

    internal sealed record NewDevice(string Name, string Role, string Site, string Secret);

    public OperatorStandIn()
    {
        foreach (var (name, fullName, role) in new[] { ("t003", "丛文山", "teller"), ("r001", "于海燕", "reviewer"), ("m001", "毕松岭", "site-manager") })
            Keep(new KeptAccount(Guid.CreateVersion7(), name, fullName, [role], ["wendeng-hall"], HasAuthenticator: role == "reviewer", MustChangePassword: false,
                LockedUntil: role == "reviewer" ? _then : null));
        _devices["board-1"] = new Device("board-1", "board", "wendeng-hall");
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var asked = routes.MapGroup("").AddEndpointFilter(Caller.Only("operator"));
        asked.MapGet("/accounts", (string kind, string? search, string? after) => _accounts.Values
            .Where(account => kind == "staff").Where(account => account.Name.Contains(search ?? "") || account.FullName.Contains(search ?? "")).OrderBy(account => account.Name, StringComparer.Ordinal));
        asked.MapGet("/accounts/{id:guid}", (Guid id) => _accounts[id]);
        asked.MapPost("/accounts", Create);
        asked.MapPut("/accounts/{id:guid}/access", (Guid id, Access access) => Keep(_accounts[id] with { Roles = access.Roles, Sites = access.Sites }));
        asked.MapPost("/accounts/{id:guid}/{action}", (Guid id, string action) => Keep(action switch
        {
            "disable" => _accounts[id] with { DisabledSince = _then },
            "enable" => _accounts[id] with { DisabledSince = null },
            "unlock" => _accounts[id] with { LockedUntil = null },
            "reset-second-factor" => _accounts[id] with { HasAuthenticator = false },
            "password" => _accounts[id] with { MustChangePassword = true },
            _ => _accounts[id],
        }));
        asked.MapGet("/devices", () => _devices.Values);
        asked.MapPost("/devices", Add);
        asked.MapDelete("/devices/{name}", (string name) => _devices.TryRemove(name, out _) ? Results.NoContent() : Results.NotFound());
        asked.MapGet("/keys", Keys);
        asked.MapPost("/keys/rotate", () =>
        {
            _keys += 2;
            return Keys();
        });
        asked.MapGet("/codes", () => new[] { new { sentAt = _then.AddMinutes(3), phone = "13906310001", code = "204816" }, new { sentAt = _then, phone = "13906310002", code = "771034" } });
    }

    private IResult Create(HttpContext context, NewAccount account)
    {
        if (context.Request.Headers["Idempotency-Key"].Count == 0)
            return Caller.Problem(400, "idempotency.key-missing", "缺少 Idempotency-Key");
        if (account.Roles is [] || account.Sites is [])
            return Caller.Problem(400, "account.no-role", "请至少指定一个角色和一个站点");
        return Results.Created("", Keep(new KeptAccount(Guid.CreateVersion7(), account.Name, account.FullName, account.Roles, account.Sites, HasAuthenticator: false, MustChangePassword: true)));
    }

    private IResult Add(HttpContext context, NewDevice device)
    {
        if (context.Request.Headers["Idempotency-Key"].Count == 0)
            return Caller.Problem(400, "idempotency.key-missing", "缺少 Idempotency-Key");
        return _devices.TryAdd(device.Name, new Device(device.Name, device.Role, device.Site))
            ? Results.Created()
            : Caller.Problem(409, "device.name-taken", $"设备 {device.Name} 已存在");
    }

    private KeptAccount Keep(KeptAccount account) => _accounts[account.Id] = account;

    private IEnumerable<object> Keys() => Enumerable.Range(1, _keys).Select(i => new
    {
        keyId = $"{(i % 2 == 0 ? "e" : "s")}-20261120-{i:000000000000}", use = i % 2 == 0 ? "encrypt" : "sign", createdAt = _then, inUseFrom = _then.AddDays(i / 3),
    });
}
