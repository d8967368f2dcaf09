using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wenden.Contracts.Forms;
using Wenden.Fixture;
using Wenden.Forms.Tests.Service;
using Wenden.Messaging;

[assembly: AssemblyFixture(typeof(FormsHall))]

namespace Wenden.Forms.Tests.Service;

/// <summary>Two replicas of Forms on one database, one broker and one archive, beside a registry that knows whom the tests tell it.</summary>
public sealed class FormsHall : IAsyncLifetime
{
    private string _connectionString = "";
    private string _broker = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> First { get; private set; } = null!;

    public WebApplicationFactory<Program> Second { get; private set; } = null!;

    internal RegistryStandIn Registry { get; private set; } = null!;

    public string Archive { get; } = Path.Combine(Path.GetTempPath(), $"archive-{Guid.CreateVersion7()}");

    public string Seals { get; } = Path.Combine(Path.GetTempPath(), $"seals-{Guid.CreateVersion7()}");

    public async ValueTask InitializeAsync()
    {
        _connectionString = await TestServers.FreshDatabaseAsync("formsdb");
        _broker = await TestServers.FreshVirtualHostAsync();
        Registry = await RegistryStandIn.StartAsync();
        Database = NpgsqlDataSource.Create(_connectionString);
        First = Replica();
        Second = Replica();
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    /// <summary>Sends the request the way a service sends it, through an outbox and the broker.</summary>
    public async Task AskAsync(RenderForms request)
    {
        await using var unit = await First.Services.GetRequiredService<UnitsOfWork>().BeginAsync(default);
        unit.Publish(request);
        await unit.CommitAsync(default);
    }

    /// <summary>Tells of a form that is not wanted any more, and waits until that is known.</summary>
    public async Task TellAsync(FormWithdrawn withdrawn)
    {
        await using var unit = await First.Services.GetRequiredService<UnitsOfWork>().BeginAsync(default);
        unit.Publish(withdrawn);
        await unit.CommitAsync(default);
        await using var connection = await Database.OpenConnectionAsync();
        for (var tries = 0; tries < 600; tries++)
        {
            if (await connection.ExecuteScalarAsync<bool>("select exists (select from withdrawn_forms where id = @FormId)", withdrawn))
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"The withdrawal of form {withdrawn.FormId} was not taken in a minute.");
    }

    /// <summary>The events of that type that speak of the case, sent or not.</summary>
    public async Task<IReadOnlyList<T>> EventsAsync<T>(Guid caseId)
    {
        await using var connection = await Database.OpenConnectionAsync();
        var bodies = await connection.QueryAsync<string>(
            """
            select body::text
              from (select type, body from outbox union all select type, body from outbox_sent) as events
             where type like '%.' || @type || ',%' and body ->> 'caseId' = @caseId::text
            """, new { type = typeof(T).Name, caseId });
        return [.. bodies.Select(body => System.Text.Json.JsonSerializer.Deserialize<T>(body, ServiceDefaults.HallJson.Options)!)];
    }

    /// <summary>Waits until the case has so many <see cref="FormsRendered"/>.</summary>
    public async Task<IReadOnlyList<FormsRendered>> RenderedAsync(Guid caseId, int times = 1)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var events = await EventsAsync<FormsRendered>(caseId);
            if (events.Count >= times)
                return events;
            await Task.Delay(100);
        }

        throw new TimeoutException($"The forms of case {caseId} were not drawn in a minute.");
    }

    public async Task<T> ScalarAsync<T>(string sql, object arguments)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public async Task ExecuteAsync(string sql, object arguments)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Registry.DisposeAsync();
        await Database.DisposeAsync();
        foreach (var folder in new[] { Archive, Seals }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private WebApplicationFactory<Program> Replica() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").TrustTestIssuer().StopInFull();
        host.UseSetting("ConnectionStrings:formsdb", _connectionString);
        host.UseSetting("ConnectionStrings:rabbitmq", _broker);
        host.UseSetting("services:registry:http:0", Registry.Address);
        host.UseSetting("services:intake:http:0", Registry.Address);
        host.UseSetting("Forms:Archive", Archive);
        host.UseSetting("Forms:Seals", Seals);
        host.UseSetting("Forms:SealPassword", "a seal of a test");
        host.UseSetting("Forms:SampleSeals", "true");
        host.UseSetting("Messaging:Services:0", "forms");
        host.UseSetting("Wenden:AsOf", "2019-10-21T09:00:00+08:00");
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        // Nobody listens for the events of Forms here, which the relay and the bus say again and again.
        host.UseSetting("Logging:LogLevel:Wenden.Messaging", "Error");
        host.UseSetting("Logging:LogLevel:MassTransit", "None");
        // The in-memory server has no limit on bodies to set.
        host.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Routing", "Error");
    });
}
