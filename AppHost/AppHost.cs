var builder = DistributedApplication.CreateBuilder(args);

// The sample hall lives on a Monday inside the application window of 2019; every service starts its clock from the same instant.
var asOf = builder.Configuration["Wenden:AsOf"] ?? "2019-10-21T08:30:00+08:00";
var asOfSince = TimeProvider.System.GetUtcNow().ToString("O");

var postgresPassword = builder.AddParameter("postgres-password", new GenerateParameterDefault { MinLength = 22 }, secret: true, persist: true);
var rabbitmqPassword = builder.AddParameter("rabbitmq-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);

var keyPassword = Secret("identity-key-password");
string[] clients = ["registry", "queue", "intake", "forms", "subsidy", "certification", "portal", "identity", "kiosk-1", "board-1"];
var clientSecrets = clients.ToDictionary(client => client, client => Secret($"{client}-client-secret"));

var postgres = builder.AddPostgres("postgres", password: postgresPassword)
    .WithDataVolume()
    .WithArgs("-c", "max_connections=500");
var rabbitmq = builder.AddRabbitMQ("rabbitmq", password: rabbitmqPassword)
    .WithManagementPlugin()
    .WithDataVolume();

var registrydb = postgres.AddDatabase("registrydb");
var queuedb = postgres.AddDatabase("queuedb");
var intakedb = postgres.AddDatabase("intakedb");
var formsdb = postgres.AddDatabase("formsdb");
var subsidydb = postgres.AddDatabase("subsidydb");
var certificationdb = postgres.AddDatabase("certificationdb");
var identitydb = postgres.AddDatabase("identitydb");
var portaldb = postgres.AddDatabase("portaldb");
var telemetrydb = postgres.AddDatabase("telemetrydb");

// Identity is named by the address that browsers reach it under, which is the portal's; each service proves itself to it by a secret of its own.
var portal = builder.AddProject<Projects.Portal>("portal");
var issuer = ReferenceExpression.Create($"{portal.GetEndpoint("http")}/identity");
var identity = builder.AddProject<Projects.Identity>("identity");

var registry = Service<Projects.Registry>("registry", registrydb);
var queue = Service<Projects.Queue>("queue", queuedb);
var forms = Service<Projects.Forms>("forms", formsdb).WithReference(registry);
var subsidy = Service<Projects.Subsidy>("subsidy", subsidydb).WithReference(registry).WithReference(queue);
var certification = Service<Projects.Certification>("certification", certificationdb).WithReference(registry);
var intake = Service<Projects.Intake>("intake", intakedb).WithReference(registry).WithReference(queue).WithReference(forms);
// Which items ask for which forms. The sample hall's sites make their seals themselves; a real one has a folder with a certificate for each.
forms.WithReference(intake)
    .WithEnvironment("Forms__Seals", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "../.wenden/aspire-seals")))
    .WithEnvironment("Forms__SealPassword", Secret("seal-password"))
    .WithEnvironment("Forms__SampleSeals", "true");

portal
    .WithReference(portaldb)
    .WithReference(telemetrydb)
    .WithReference(registry)
    .WithReference(queue)
    .WithReference(intake)
    .WithReference(forms)
    .WithReference(subsidy)
    .WithReference(certification)
    .WithReference(identity)
    .WithEnvironment("Identity__Issuer", issuer)
    .WithEnvironment("Identity__ClientSecret", ClientSecret("portal"))
    // The queues that an operator looks at, by the account that Aspire gives RabbitMQ.
    .WithEnvironment("RabbitMq__Management", ReferenceExpression.Create(
        $"http://guest:{rabbitmqPassword}@{rabbitmq.GetEndpoint("management").Property(EndpointProperty.HostAndPort)}"))
    .WithEnvironment("Wenden__AsOf", asOf)
    .WithEnvironment("Wenden__AsOfSince", asOfSince)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WaitFor(portaldb)
    .WaitFor(telemetrydb);
// The sample hall: accounts and devices that everybody knows. A real one has Identity__Smtp__… instead of Identity__Sample.
identity
    .WithReference(identitydb)
    .WithReference(telemetrydb)
    .WithReference(registry)
    .WithReference(identity)
    .WithEnvironment("Identity__Sample", "true")
    .WithEnvironment("Identity__Issuer", issuer)
    .WithEnvironment("Identity__KeyPassword", keyPassword)
    .WithEnvironment("Identity__ClientSecret", ClientSecret("identity"))
    .WithEnvironment("Identity__RedirectUris__0", ReferenceExpression.Create($"{portal.GetEndpoint("http")}/signin-oidc"))
    .WithEnvironment("Identity__PostLogoutRedirectUris__0", ReferenceExpression.Create($"{portal.GetEndpoint("http")}/signout-callback-oidc"))
    .WithEnvironment("Identity__PostLogoutRedirectUris__1", ReferenceExpression.Create($"{portal.GetEndpoint("http")}/"))
    .WithEnvironment("Wenden__AsOf", asOf)
    .WithEnvironment("Wenden__AsOfSince", asOfSince)
    .WithHttpHealthCheck("/health")
    .WithReplicas(2)
    .WaitFor(identitydb);
foreach (var (client, secret) in clientSecrets)
    identity.WithEnvironment($"Identity__ClientSecrets__{client.Replace('-', '_')}", secret);

// An empty registry gets the sample people; then this resource has finished.
builder.AddProject<Projects.PlainHost>("sample-people")
    .WithArgs("people", "--registry", registry.GetEndpoint("http"), "--identity", identity.GetEndpoint("http"))
    .WithEnvironment("Wenden__AsOf", asOf)
    .WaitFor(registry)
    .WaitFor(identity);

builder.Build().Run();

// What every service with events has: its own database, the broker, a readiness check, two replicas.
IResourceBuilder<ProjectResource> Service<TProject>(string name, IResourceBuilder<PostgresDatabaseResource> database)
    where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name)
        .WithReference(database)
        .WithReference(telemetrydb)
        .WithReference(rabbitmq)
        .WithReference(identity)
        .WithEnvironment("Identity__Issuer", issuer)
        .WithEnvironment("Identity__ClientSecret", ClientSecret(name))
        .WithEnvironment("Wenden__AsOf", asOf)
        .WithEnvironment("Wenden__AsOfSince", asOfSince)
        .WithHttpHealthCheck("/health")
        .WithReplicas(2)
        .WaitFor(database)
        .WaitFor(rabbitmq);

IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

IResourceBuilder<ParameterResource> ClientSecret(string client) => clientSecrets[client];
