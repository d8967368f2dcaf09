var builder = DistributedApplication.CreateBuilder(args);

// The sample hall lives on a Monday inside the application window of 2019; every service starts its clock from the same instant.
var asOf = builder.Configuration["Wenden:AsOf"] ?? "2019-10-21T08:30:00+08:00";
var asOfSince = TimeProvider.System.GetUtcNow().ToString("O");

var postgresPassword = builder.AddParameter("postgres-password", new GenerateParameterDefault { MinLength = 22 }, secret: true, persist: true);
var rabbitmqPassword = builder.AddParameter("rabbitmq-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);

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
var portaldb = postgres.AddDatabase("portaldb");
var telemetrydb = postgres.AddDatabase("telemetrydb");

var registry = Service<Projects.Registry>("registry", registrydb);
var queue = Service<Projects.Queue>("queue", queuedb);
var forms = Service<Projects.Forms>("forms", formsdb).WithReference(registry);
var subsidy = Service<Projects.Subsidy>("subsidy", subsidydb).WithReference(registry);
var certification = Service<Projects.Certification>("certification", certificationdb).WithReference(registry);
var intake = Service<Projects.Intake>("intake", intakedb).WithReference(registry).WithReference(queue).WithReference(forms);

var portal = builder.AddProject<Projects.Portal>("portal")
    .WithReference(portaldb)
    .WithReference(telemetrydb)
    .WithReference(registry)
    .WithReference(queue)
    .WithReference(intake)
    .WithReference(forms)
    .WithReference(subsidy)
    .WithReference(certification)
    .WithEnvironment("Wenden__AsOf", asOf)
    .WithEnvironment("Wenden__AsOfSince", asOfSince)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WaitFor(portaldb)
    .WaitFor(telemetrydb);
// Where browsers find the identity service, and the queues that an operator looks at. The account is the one Aspire gives RabbitMQ.
portal
    .WithEnvironment("Identity__Issuer", ReferenceExpression.Create($"{portal.GetEndpoint("http")}/identity"))
    .WithEnvironment("RabbitMq__Management", ReferenceExpression.Create(
        $"http://guest:{rabbitmqPassword}@{rabbitmq.GetEndpoint("management").Property(EndpointProperty.HostAndPort)}"));

// An empty registry gets the sample people; then this resource has finished.
builder.AddProject<Projects.PlainHost>("sample-people")
    .WithArgs("people", "--registry", registry.GetEndpoint("http"))
    .WithEnvironment("Wenden__AsOf", asOf)
    .WaitFor(registry);

builder.Build().Run();

// What every service with events has: its own database, the broker, a readiness check, two replicas.
IResourceBuilder<ProjectResource> Service<TProject>(string name, IResourceBuilder<PostgresDatabaseResource> database)
    where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name)
        .WithReference(database)
        .WithReference(telemetrydb)
        .WithReference(rabbitmq)
        .WithEnvironment("Wenden__AsOf", asOf)
        .WithEnvironment("Wenden__AsOfSince", asOfSince)
        .WithHttpHealthCheck("/health")
        .WithReplicas(2)
        .WaitFor(database)
        .WaitFor(rabbitmq);
