using Wenden.Portal.SignIn;

namespace Wenden.Portal.Tests.SignIn;

public sealed class IdentityAddressesTests
{
    private readonly IdentityAddresses _addresses = new("https://hall.example/identity/");

    [Theory]
    [InlineData("http://10.0.0.7:5107/connect/authorize")]
    [InlineData("https://hall.example/identity/connect/authorize")]
    public void Each_gets_the_address_it_can_reach(string endpoint)
    {
        _addresses.ForBrowser(endpoint).ShouldBe("https://hall.example/identity/connect/authorize");
        _addresses.ForPortal(endpoint).ShouldBe("http://identity/connect/authorize");
    }

    [Fact]
    public void An_endpoint_that_is_not_there_stays_away() => _addresses.ForBrowser(null).ShouldBeNull();
}
