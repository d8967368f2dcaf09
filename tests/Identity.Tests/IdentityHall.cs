using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wenden.Fixture;
using Wenden.Identity.Accounts;
using Wenden.Identity.Clients;
using Wenden.Identity.Tests;

[assembly: AssemblyFixture(typeof(IdentityHall))]

namespace Wenden.Identity.Tests;

/// <summary>Two replicas of identity on one database, as a sample hall. Every test makes accounts of its own.</summary>
public sealed class IdentityHall : IAsyncLifetime
{
    public const string Issuer = "http://localhost:8080/identity";
    public const string Callback = "http://localhost:8080/signin-oidc";

    private readonly TimeProvider? _clock;
    private readonly Dictionary<string, string> _more;
    private string _connectionString = "";

    public IdentityHall()
        : this(null, [])
    {
    }

    private IdentityHall(TimeProvider? clock, Dictionary<string, string> more) => (_clock, _more) = (clock, more);

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> First { get; private set; } = null!;

    public WebApplicationFactory<Program> Second { get; private set; } = null!;

    internal RegistryStandIn Registry { get; } = new();

    /// <summary>A hall with its own database and, where given, its own clock and settings.</summary>
    public static async Task<IdentityHall> OfItsOwnAsync(TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var hall = new IdentityHall(clock, settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        await hall.InitializeAsync();
        return hall;
    }

    public static string SecretOf(string client) => $"secret-of-{client}-0123456789";

    public async ValueTask InitializeAsync()
    {
        _connectionString = await TestServers.FreshDatabaseAsync("identitydb");
        Database = NpgsqlDataSource.Create(_connectionString);
        _more["services:registry:http:0"] = await Registry.StartAsync();
        // The token by which identity asks the registry; from elsewhere, since its own server has no address here.
        _more["services:identity:http:0"] = TestIssuer.Address.AbsoluteUri;
        _more["Identity:ClientSecret"] = SecretOf("identity");
        First = Replica();
        Second = Replica();
        // Together, as the replicas of a hall start.
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    public WebApplicationFactory<Program> Replica() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development");
        host.UseSetting("ConnectionStrings:identitydb", _connectionString);
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        host.UseSetting("Logging:LogLevel:OpenIddict", "None");
        // The hall plays a day of 2019; nothing here may care.
        host.UseSetting("Wenden:AsOf", "2019-10-21T08:30:00+08:00");
        foreach (var (key, value) in Complete().Concat(_more))
            host.UseSetting(key, value);
        host.ConfigureTestServices(services =>
        {
            services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => false);
            // A password is hashed at every sign-in; how hard that is, is not asked here.
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
            services.AddSingleton<IPasswordHasher<Account>, TracedHasher>();
            if (_clock is not null)
                services.AddSingleton(_clock);
        });
    });

    /// <summary>All that must be configured in a sample hall.</summary>
    public static Dictionary<string, string> Complete()
    {
        var settings = new Dictionary<string, string>
        {
            ["Identity:Issuer"] = Issuer,
            ["Identity:Sample"] = "true",
            ["Identity:KeyPassword"] = "a password of twenty characters",
            ["Identity:RedirectUris:0"] = Callback,
            ["Identity:PostLogoutRedirectUris:0"] = "http://localhost:8080/",
        };
        foreach (var client in ServiceNames.All.Concat(["kiosk-1", "board-1"]))
            settings[$"Identity:ClientSecrets:{client.Replace('-', '_')}"] = SecretOf(client);
        return settings;
    }

    public async Task<T> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Registry.DisposeAsync();
        await Database.DisposeAsync();
    }
}
