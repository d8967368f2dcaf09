using System.Net;
using System.Net.Sockets;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Tests;

public sealed class ProgramsTests
{
    [Theory]
    [InlineData("initdb", "postgresql")]
    [InlineData("rabbitmq-server", "rabbitmq-server")]
    [InlineData("epmd", "erlang-base")]
    [InlineData("setpriv", "util-linux")]
    public void A_missing_program_is_named_with_its_package(string program, string package)
    {
        Programs.PackageOf(program).ShouldBe(package);
        new MissingProgramException(program, package).Message.ShouldContain($"apt-get install {package}");
    }

    [Fact]
    public void A_program_that_is_nowhere_is_missing()
    {
        Should.Throw<MissingProgramException>(() => Programs.Find("wenden-no-such-program")).Program.ShouldBe("wenden-no-such-program");
    }

    [Fact]
    public void No_port_is_given_twice()
    {
        Enumerable.Range(0, 500).Select(_ => Ports.Free()).ShouldBeUnique();
    }

    [Fact]
    public void A_taken_port_is_passed_over()
    {
        var port = Ports.Free();
        Ports.Return(port);
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        Ports.FreeFrom(port).ShouldBeGreaterThan(port);
    }
}
