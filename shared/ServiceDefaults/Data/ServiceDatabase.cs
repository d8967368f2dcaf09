using System.Reflection;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Wenden.ServiceDefaults.Data;

/// <summary>A service's own PostgreSQL database.</summary>
public static class ServiceDatabase
{
    // Six services with two replicas each stay well below the server's 500 connections.
    private const int DefaultPoolSize = 30;
    private const int PreparedStatements = 50;

    /// <summary>
    /// Registers the <see cref="NpgsqlDataSource"/> of the connection string <paramref name="name"/> and migrates the database at start,
    /// before any hosted service that is registered later.
    /// </summary>
    public static WebApplicationBuilder AddServiceDatabase(this WebApplicationBuilder builder, string name)
    {
        MapTypes();
        builder.Services.AddSingleton(services => DataSource(services, name, DefaultPoolSize));
        builder.Services.AddSingleton(new Schema(Assembly.Load(new AssemblyName(builder.Environment.ApplicationName)), IsShared: false));
        builder.Services.AddHostedService(services =>
            new MigrateAtStart(ConnectionString(services, name), services.GetServices<Schema>()));
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", HealthStatus.Unhealthy, ["ready"]);
        return builder;
    }

    /// <summary>
    /// Registers one more <see cref="NpgsqlDataSource"/> of the same database under the key <paramref name="pool"/>, with at most <paramref name="size"/>
    /// connections of its own: for what is read by those who hold a connection already, and could wait for each other for a second one.
    /// </summary>
    public static WebApplicationBuilder AddPool(this WebApplicationBuilder builder, string name, string pool, int size)
    {
        builder.Services.AddKeyedSingleton(pool, (services, _) => DataSource(services, name, size));
        return builder;
    }

    /// <summary>Adds the scripts of <paramref name="assembly"/> to those of the service's database; they are applied before the service's own.</summary>
    public static IServiceCollection AddSchema(this IServiceCollection services, Assembly assembly) =>
        services.AddSingleton(new Schema(assembly, IsShared: true));

    private static string ConnectionString(IServiceProvider services, string name) =>
        services.GetRequiredService<IConfiguration>().GetConnectionString(name)
        ?? throw new InvalidOperationException($"The connection string '{name}' is missing.");

    private static NpgsqlDataSource DataSource(IServiceProvider services, string name, int poolSize)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString(services, name));
        // ContainsKey tells of every word it knows, given or not.
        if (!connectionString.ShouldSerialize("Maximum Pool Size"))
            connectionString.MaxPoolSize = poolSize;
        if (!connectionString.ShouldSerialize("Max Auto Prepare"))
            connectionString.MaxAutoPrepare = PreparedStatements;
        return new NpgsqlDataSourceBuilder(connectionString.ConnectionString)
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            // A span says when a statement began and how long it took; when the first byte of its answer came nobody asks.
            .ConfigureTracing(tracing => tracing.EnableFirstResponseEvent(false))
            .Build();
    }

    private static void MapTypes()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DayHandler());
        SqlMapper.AddTypeHandler(new TextsHandler());
        SqlMapper.AddTypeHandler(new JsonHandler());
    }

    private sealed record Schema(Assembly Assembly, bool IsShared);

    private sealed class MigrateAtStart(string connectionString, IEnumerable<Schema> schemas) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var schema in schemas.OrderByDescending(schema => schema.IsShared))
                await Migrations.ApplyAsync(connectionString, schema.Assembly, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            using var untraced = OpenTelemetry.SuppressInstrumentationScope.Begin();
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
