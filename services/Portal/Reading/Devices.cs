namespace Wenden.Portal.Reading;

/// <summary>Kiosks and boards that may sign in, at the identity service.</summary>
internal sealed class Devices(HallReader hall)
{
    private const string Identity = "identity";

    public static readonly IReadOnlyList<string> Roles = [ServiceDefaults.Callers.Roles.Kiosk, ServiceDefaults.Callers.Roles.Board];

    public Task<IReadOnlyList<HallDevice>> ListAsync(CancellationToken ct) => hall.GetAsync<IReadOnlyList<HallDevice>>(Identity, "/devices", ct);

    public Task AddAsync(HallDevice device, string secret, string key, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Identity, "/devices", new { device.Name, device.Role, device.Site, secret }, ct, key);

    public Task RemoveAsync(string name, CancellationToken ct) => hall.DoAsync(HttpMethod.Delete, Identity, $"/devices/{Uri.EscapeDataString(name)}", null, ct);
}

internal sealed record HallDevice(string Name, string Role, string Site);
