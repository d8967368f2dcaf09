using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Renewals;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("subsidy");
builder.AddServiceDatabase("subsidydb");
builder.AddMessaging("subsidy");
builder.AddServiceClient("registry");
builder.Services.AddSingleton(PolicyBook.Load(builder.Configuration["Subsidy:Policies"] ?? Path.Combine(AppContext.BaseDirectory, "Policies")));
builder.Services.AddScoped<FactsOnRecord>();
builder.Services.AddHostedService<RenewalWorker>();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapShowProgramme();
app.MapAssess();
app.MapListApplications();
app.MapShowApplication();
app.MapFirstReview();
app.MapSecondReview();
app.MapStartRenewal();
app.MapShowRenewals();
app.MapListRenewalResults();
await app.RunAsync();
