using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wenden.ServiceDefaults.Data;

namespace Wenden.ServiceDefaults.Tests;

public sealed class ServiceDatabaseTests
{
    [Fact]
    public void A_service_prepares_statements_on_a_bounded_pool()
    {
        var connections = ConnectionsOf("Host=localhost");

        (connections.MaxPoolSize, connections.MaxAutoPrepare).ShouldBe((30, 50));
    }

    [Fact]
    public void What_the_connection_string_says_holds()
    {
        var connections = ConnectionsOf("Host=localhost;Maximum Pool Size=7;Max Auto Prepare=0");

        (connections.MaxPoolSize, connections.MaxAutoPrepare).ShouldBe((7, 0));
    }

    private static NpgsqlConnectionStringBuilder ConnectionsOf(string configured)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:db"] = configured;
        builder.AddServiceDatabase("db");
        using var services = builder.Services.BuildServiceProvider();
        return new NpgsqlConnectionStringBuilder(services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
    }
}
