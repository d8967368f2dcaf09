namespace Wenden.PlainHost.Servers;

/// <summary>Configuration of a broker that listens on loopback ports only; valid from RabbitMQ 3.10 to 4.x.</summary>
internal static class RabbitConfiguration
{
    public static string Settings(int port, int managementPort, string user, string password) =>
        $"""
        listeners.tcp.local = 127.0.0.1:{port}
        management.tcp.ip = 127.0.0.1
        management.tcp.port = {managementPort}
        default_user = {user}
        default_pass = {password}
        default_user_tags.administrator = true
        default_permissions.configure = .*
        default_permissions.read = .*
        default_permissions.write = .*
        disk_free_limit.absolute = 100MB
        log.console = true
        log.console.level = info
        log.file = false

        """;

    public static Dictionary<string, string?> Environment(string folder, int mapperPort, int clusterPort) => new()
    {
        ["HOME"] = folder,
        ["RABBITMQ_NODENAME"] = "hall@localhost",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_DIST_PORT"] = $"{clusterPort}",
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["ERL_EPMD_PORT"] = $"{mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        // The start script then becomes the Erlang machine instead of a parent that waits for it: one process, one signal.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        // Erlang must not start a port mapper of its own: that one would outlive everybody.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    };
}
