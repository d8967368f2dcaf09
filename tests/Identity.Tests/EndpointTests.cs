using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Wenden.Identity.Tests;

public sealed class EndpointTests(IdentityHall hall)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks")]
    [InlineData("/identity.css")]
    public async Task These_are_open_to_all(string path)
    {
        using var client = hall.First.CreateClient();

        (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Every_endpoint_says_whom_it_lets_in()
    {
        string[] open =
        [
            "/health", "/alive", "/openapi/{documentName}.json", "/scalar/", "/sign-in", "/second-factor", "/enrol", "/password", "/citizen", "/citizen-code",
            "/signed-out", "/error", "/connect/",
        ];
        var endpoints = hall.First.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        endpoints.Count.ShouldBeGreaterThan(25);
        foreach (var endpoint in endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                open.ShouldContain(prefix => path == prefix || (prefix.EndsWith('/') || prefix == "/scalar/") && $"{path}/".StartsWith(prefix), path);
            else
                endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().ShouldContain(data => !string.IsNullOrEmpty(data.Roles), path);
        }
    }

    [Theory]
    [InlineData("Tampered")]
    [InlineData("None")]
    [InlineData("Nonsense")]
    public async Task A_token_that_is_not_ours_is_none(string kind)
    {
        var token = await hall.First.SampleAsync("operator");
        var parts = token.Split('.');
        var unsigned = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode("""{"alg":"none","typ":"at+jwt"}"""u8.ToArray());
        using var client = hall.First.With(kind switch
        {
            "Tampered" => $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}",
            "None" => $"{unsigned}.{parts[1]}.",
            _ => "nonsense",
        });

        (await client.GetAsync(new Uri("/accounts", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
