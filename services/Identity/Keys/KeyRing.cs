using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Wenden.Identity.Keys;

/// <summary>
/// The keys this replica uses now. It looks into the table every few seconds; when the table or the hour has brought a change, OpenIddict's
/// options are made anew with the keys in their order, the one in use first.
/// </summary>
internal sealed class KeyRing(KeyTable table, SecretBox box, Settings.IdentitySettings settings, TimeProvider clock, ILogger<KeyRing> logger)
    : BackgroundService, IConfigureOptions<OpenIddictServerOptions>
{
    private readonly Change<OpenIddictServerOptions> _server = new();
    private readonly Change<OpenIddictValidationOptions> _validation = new();
    private IReadOnlyList<StoredKey> _keys = [];
    private string _order = "";

    public IOptionsChangeTokenSource<OpenIddictServerOptions> ServerChanges => _server;

    public IOptionsChangeTokenSource<OpenIddictValidationOptions> ValidationChanges => _validation;

    public void Configure(OpenIddictServerOptions options)
    {
        var now = clock.GetUtcNow();
        options.SigningCredentials.AddRange(InOrder(StoredKey.ForSigning, now).Select(key => key.ToSigningCredentials(box)));
        options.EncryptionCredentials.AddRange(InOrder(StoredKey.ForEncryption, now).Select(key => key.ToEncryptingCredentials(box)));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Looks into the table now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        using var untraced = OpenTelemetry.SuppressInstrumentationScope.Begin();
        await table.RenewAsync(ct);
        _keys = await table.ReadAsync(ct);

        var now = clock.GetUtcNow();
        var order = string.Join(' ', InOrder(StoredKey.ForSigning, now).Concat(InOrder(StoredKey.ForEncryption, now)).Select(key => key.KeyId));
        if (order == _order)
            return;
        _order = order;
        logger.LogInformation("Keys, those in use first: {Keys}", order);
        // Validation copies what the server's options hold, so it comes second.
        _server.Tell();
        _validation.Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Keys.Poll);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning(exception, "The keys could not be read; those at hand stay in use");
            }
        }
    }

    /// <summary>First the newest whose time has come, then the others: announced ones are shown, replaced ones still accepted.</summary>
    private IEnumerable<StoredKey> InOrder(string use, DateTimeOffset now)
    {
        var keys = _keys.Where(key => key.Use == use).ToList();
        var inUse = keys.FindLast(key => key.InUseFrom <= now) ?? keys.FirstOrDefault();
        return keys.OrderBy(key => key == inUse ? 0 : 1).ThenByDescending(key => key.InUseFrom);
    }

    private sealed class Change<T> : IOptionsChangeTokenSource<T>
    {
        private ConfigurationReloadToken _token = new();

        public string? Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => _token;

        public void Tell() => Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
    }
}
