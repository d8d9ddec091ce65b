//! The tables and functions that the platforms have, embedded; each is read when it is first asked for.
//!
//! The lists between the markers are written by the test `index_is_current`.

use std::sync::{LazyLock, OnceLock};

use muster_source::Source;

use crate::{Table, UserFunction};

// index: begin
#[rustfmt::skip]
const TABLES: &[(&str, &str)] = &[
    ("AADManagedIdentitySignInLogs", include_str!("../tables/sentinel/AADManagedIdentitySignInLogs.kql")),
    ("AADNonInteractiveUserSignInLogs", include_str!("../tables/sentinel/AADNonInteractiveUserSignInLogs.kql")),
    ("AADRiskyUsers", include_str!("../tables/sentinel/AADRiskyUsers.kql")),
    ("AADServicePrincipalRiskEvents", include_str!("../tables/sentinel/AADServicePrincipalRiskEvents.kql")),
    ("AADServicePrincipalSignInLogs", include_str!("../tables/sentinel/AADServicePrincipalSignInLogs.kql")),
    ("AADSignInEventsBeta", include_str!("../tables/defender/AADSignInEventsBeta.kql")),
    ("AADSpnSignInEventsBeta", include_str!("../tables/defender/AADSpnSignInEventsBeta.kql")),
    ("AADUserRiskEvents", include_str!("../tables/sentinel/AADUserRiskEvents.kql")),
    ("ADFSSignInLogs", include_str!("../tables/sentinel/ADFSSignInLogs.kql")),
    ("AKSAudit", include_str!("../tables/sentinel/AKSAudit.kql")),
    ("AKSAuditAdmin", include_str!("../tables/sentinel/AKSAuditAdmin.kql")),
    ("ASimAuditEventLogs", include_str!("../tables/sentinel/ASimAuditEventLogs.kql")),
    ("ASimAuthenticationEventLogs", include_str!("../tables/sentinel/ASimAuthenticationEventLogs.kql")),
    ("ASimDnsActivityLogs", include_str!("../tables/sentinel/ASimDnsActivityLogs.kql")),
    ("ASimFileEventLogs", include_str!("../tables/sentinel/ASimFileEventLogs.kql")),
    ("ASimNetworkSessionLogs", include_str!("../tables/sentinel/ASimNetworkSessionLogs.kql")),
    ("ASimProcessEventLogs", include_str!("../tables/sentinel/ASimProcessEventLogs.kql")),
    ("ASimRegistryEventLogs", include_str!("../tables/sentinel/ASimRegistryEventLogs.kql")),
    ("ASimWebSessionLogs", include_str!("../tables/sentinel/ASimWebSessionLogs.kql")),
    ("AWSCloudTrail", include_str!("../tables/sentinel/AWSCloudTrail.kql")),
    ("AWSNetworkFirewallAlert", include_str!("../tables/sentinel/AWSNetworkFirewallAlert.kql")),
    ("AWSNetworkFirewallFlow", include_str!("../tables/sentinel/AWSNetworkFirewallFlow.kql")),
    ("AWSNetworkFirewallTls", include_str!("../tables/sentinel/AWSNetworkFirewallTls.kql")),
    ("AZFWApplicationRule", include_str!("../tables/sentinel/AZFWApplicationRule.kql")),
    ("AZFWIdpsSignature", include_str!("../tables/sentinel/AZFWIdpsSignature.kql")),
    ("AZFWNatRule", include_str!("../tables/sentinel/AZFWNatRule.kql")),
    ("AZFWNetworkRule", include_str!("../tables/sentinel/AZFWNetworkRule.kql")),
    ("AZFWThreatIntel", include_str!("../tables/sentinel/AZFWThreatIntel.kql")),
    ("AZKVAuditLogs", include_str!("../tables/sentinel/AZKVAuditLogs.kql")),
    ("AlertEvidence", include_str!("../tables/defender/AlertEvidence.kql")),
    ("AlertInfo", include_str!("../tables/defender/AlertInfo.kql")),
    ("Anomalies", include_str!("../tables/sentinel/Anomalies.kql")),
    ("ApiManagementGatewayLogs", include_str!("../tables/sentinel/ApiManagementGatewayLogs.kql")),
    ("AppServiceAuditLogs", include_str!("../tables/sentinel/AppServiceAuditLogs.kql")),
    ("AppServiceHTTPLogs", include_str!("../tables/sentinel/AppServiceHTTPLogs.kql")),
    ("AppServiceIPSecAuditLogs", include_str!("../tables/sentinel/AppServiceIPSecAuditLogs.kql")),
    ("AppTraces", include_str!("../tables/sentinel/AppTraces.kql")),
    ("AuditLogs", include_str!("../tables/sentinel/AuditLogs.kql")),
    ("AzureActivity", include_str!("../tables/sentinel/AzureActivity.kql")),
    ("AzureDiagnostics", include_str!("../tables/sentinel/AzureDiagnostics.kql")),
    ("AzureMetrics", include_str!("../tables/sentinel/AzureMetrics.kql")),
    ("BV_ClaudeCompliance_ComplianceActivities_CL", include_str!("../tables/custom/BV_ClaudeCompliance_ComplianceActivities_CL.kql")),
    ("BehaviorAnalytics", include_str!("../tables/sentinel/BehaviorAnalytics.kql")),
    ("BehaviorEntities", include_str!("../tables/defender/BehaviorEntities.kql")),
    ("BehaviorInfo", include_str!("../tables/defender/BehaviorInfo.kql")),
    ("BeyondTrustPM_ActivityAudits_CL", include_str!("../tables/custom/BeyondTrustPM_ActivityAudits_CL.kql")),
    ("BeyondTrustPM_ClientEvents_CL", include_str!("../tables/custom/BeyondTrustPM_ClientEvents_CL.kql")),
    ("CampaignInfo", include_str!("../tables/defender/CampaignInfo.kql")),
    ("Cisco_Umbrella_dns_CL", include_str!("../tables/custom/Cisco_Umbrella_dns_CL.kql")),
    ("CloudAppEvents", include_str!("../tables/defender/CloudAppEvents.kql")),
    ("CloudAuditEvents", include_str!("../tables/defender/CloudAuditEvents.kql")),
    ("CloudDnsEvents", include_str!("../tables/defender/CloudDnsEvents.kql")),
    ("CloudProcessEvents", include_str!("../tables/defender/CloudProcessEvents.kql")),
    ("CloudStorageAggregatedEvents", include_str!("../tables/defender/CloudStorageAggregatedEvents.kql")),
    ("CommonSecurityLog", include_str!("../tables/sentinel/CommonSecurityLog.kql")),
    ("ConfidentialWatchlist", include_str!("../tables/sentinel/ConfidentialWatchlist.kql")),
    ("ContainerLog", include_str!("../tables/sentinel/ContainerLog.kql")),
    ("ContainerRegistryLoginEvents", include_str!("../tables/sentinel/ContainerRegistryLoginEvents.kql")),
    ("ContainerRegistryRepositoryEvents", include_str!("../tables/sentinel/ContainerRegistryRepositoryEvents.kql")),
    ("ContrastADRAttackEvents_CL", include_str!("../tables/custom/ContrastADRAttackEvents_CL.kql")),
    ("ContrastADRIncidents_CL", include_str!("../tables/custom/ContrastADRIncidents_CL.kql")),
    ("CrowdStrikeAlerts", include_str!("../tables/sentinel/CrowdStrikeAlerts.kql")),
    ("CrowdStrikeCases", include_str!("../tables/sentinel/CrowdStrikeCases.kql")),
    ("CrowdStrikeDetections", include_str!("../tables/sentinel/CrowdStrikeDetections.kql")),
    ("CrowdStrikeHosts", include_str!("../tables/sentinel/CrowdStrikeHosts.kql")),
    ("CrowdStrikeIncidents", include_str!("../tables/sentinel/CrowdStrikeIncidents.kql")),
    ("CrowdStrikeVulnerabilities", include_str!("../tables/sentinel/CrowdStrikeVulnerabilities.kql")),
    ("DataSecurityEvents", include_str!("../tables/defender/DataSecurityEvents.kql")),
    ("DetectionAlerts_CL", include_str!("../tables/custom/DetectionAlerts_CL.kql")),
    ("DeviceBaselineComplianceAssessment", include_str!("../tables/defender/DeviceBaselineComplianceAssessment.kql")),
    ("DeviceBaselineComplianceAssessmentKB", include_str!("../tables/defender/DeviceBaselineComplianceAssessmentKB.kql")),
    ("DeviceEvents", include_str!("../tables/defender/DeviceEvents.kql")),
    ("DeviceFileCertificateInfo", include_str!("../tables/defender/DeviceFileCertificateInfo.kql")),
    ("DeviceFileEvents", include_str!("../tables/defender/DeviceFileEvents.kql")),
    ("DeviceImageLoadEvents", include_str!("../tables/defender/DeviceImageLoadEvents.kql")),
    ("DeviceInfo", include_str!("../tables/defender/DeviceInfo.kql")),
    ("DeviceLogonEvents", include_str!("../tables/defender/DeviceLogonEvents.kql")),
    ("DeviceNetworkEvents", include_str!("../tables/defender/DeviceNetworkEvents.kql")),
    ("DeviceNetworkInfo", include_str!("../tables/defender/DeviceNetworkInfo.kql")),
    ("DeviceProcessEvents", include_str!("../tables/defender/DeviceProcessEvents.kql")),
    ("DeviceRegistryEvents", include_str!("../tables/defender/DeviceRegistryEvents.kql")),
    ("DeviceTvmBrowserExtensions", include_str!("../tables/defender/DeviceTvmBrowserExtensions.kql")),
    ("DeviceTvmBrowserExtensionsKB", include_str!("../tables/defender/DeviceTvmBrowserExtensionsKB.kql")),
    ("DeviceTvmCertificateInfo", include_str!("../tables/defender/DeviceTvmCertificateInfo.kql")),
    ("DeviceTvmHardwareFirmware", include_str!("../tables/defender/DeviceTvmHardwareFirmware.kql")),
    ("DeviceTvmInfoGathering", include_str!("../tables/defender/DeviceTvmInfoGathering.kql")),
    ("DeviceTvmInfoGatheringKB", include_str!("../tables/defender/DeviceTvmInfoGatheringKB.kql")),
    ("DeviceTvmSecureConfigurationAssessment", include_str!("../tables/defender/DeviceTvmSecureConfigurationAssessment.kql")),
    ("DeviceTvmSecureConfigurationAssessmentKB", include_str!("../tables/defender/DeviceTvmSecureConfigurationAssessmentKB.kql")),
    ("DeviceTvmSoftwareEvidenceBeta", include_str!("../tables/defender/DeviceTvmSoftwareEvidenceBeta.kql")),
    ("DeviceTvmSoftwareInventory", include_str!("../tables/defender/DeviceTvmSoftwareInventory.kql")),
    ("DeviceTvmSoftwareVulnerabilities", include_str!("../tables/defender/DeviceTvmSoftwareVulnerabilities.kql")),
    ("DeviceTvmSoftwareVulnerabilitiesKB", include_str!("../tables/defender/DeviceTvmSoftwareVulnerabilitiesKB.kql")),
    ("DisruptionAndResponseEvents", include_str!("../tables/defender/DisruptionAndResponseEvents.kql")),
    ("DnsEvents", include_str!("../tables/sentinel/DnsEvents.kql")),
    ("EmailAttachmentInfo", include_str!("../tables/defender/EmailAttachmentInfo.kql")),
    ("EmailEvents", include_str!("../tables/defender/EmailEvents.kql")),
    ("EmailPostDeliveryEvents", include_str!("../tables/defender/EmailPostDeliveryEvents.kql")),
    ("EmailUrlInfo", include_str!("../tables/defender/EmailUrlInfo.kql")),
    ("EntraIdSignInEvents", include_str!("../tables/defender/EntraIdSignInEvents.kql")),
    ("EntraIdSpnSignInEvents", include_str!("../tables/defender/EntraIdSpnSignInEvents.kql")),
    ("Event", include_str!("../tables/sentinel/Event.kql")),
    ("ExposureGraphEdges", include_str!("../tables/defender/ExposureGraphEdges.kql")),
    ("ExposureGraphNodes", include_str!("../tables/defender/ExposureGraphNodes.kql")),
    ("FileMaliciousContentInfo", include_str!("../tables/defender/FileMaliciousContentInfo.kql")),
    ("FileProfiles", include_str!("../tables/profiles/FileProfiles.kql")),
    ("GambitPoliciesIssues_CL", include_str!("../tables/custom/GambitPoliciesIssues_CL.kql")),
    ("GeoIpRanges", include_str!("../tables/profiles/GeoIpRanges.kql")),
    ("GraphApiAuditEvents", include_str!("../tables/defender/GraphApiAuditEvents.kql")),
    ("GuardicoreAgents_CL", include_str!("../tables/custom/GuardicoreAgents_CL.kql")),
    ("GuardicoreEnrichingConnections_CL", include_str!("../tables/custom/GuardicoreEnrichingConnections_CL.kql")),
    ("GuardicoreProcessedIncidents_CL", include_str!("../tables/custom/GuardicoreProcessedIncidents_CL.kql")),
    ("Heartbeat", include_str!("../tables/sentinel/Heartbeat.kql")),
    ("IdentityAccountInfo", include_str!("../tables/defender/IdentityAccountInfo.kql")),
    ("IdentityDirectoryEvents", include_str!("../tables/defender/IdentityDirectoryEvents.kql")),
    ("IdentityEvents", include_str!("../tables/defender/IdentityEvents.kql")),
    ("IdentityInfo", include_str!("../tables/defender/IdentityInfo.kql")),
    ("IdentityLogonEvents", include_str!("../tables/defender/IdentityLogonEvents.kql")),
    ("IdentityQueryEvents", include_str!("../tables/defender/IdentityQueryEvents.kql")),
    ("IntuneAuditLogs", include_str!("../tables/sentinel/IntuneAuditLogs.kql")),
    ("IntuneDevices", include_str!("../tables/sentinel/IntuneDevices.kql")),
    ("IntuneOperationalLogs", include_str!("../tables/sentinel/IntuneOperationalLogs.kql")),
    ("LAQueryLogs", include_str!("../tables/sentinel/LAQueryLogs.kql")),
    ("LightningTier0Nodes_CL", include_str!("../tables/custom/LightningTier0Nodes_CL.kql")),
    ("MessageEvents", include_str!("../tables/defender/MessageEvents.kql")),
    ("MessagePostDeliveryEvents", include_str!("../tables/defender/MessagePostDeliveryEvents.kql")),
    ("MessageUrlInfo", include_str!("../tables/defender/MessageUrlInfo.kql")),
    ("MicrosoftAzureBastionAuditLogs", include_str!("../tables/sentinel/MicrosoftAzureBastionAuditLogs.kql")),
    ("MicrosoftGraphActivityLogs", include_str!("../tables/sentinel/MicrosoftGraphActivityLogs.kql")),
    ("NetworkAccessTraffic", include_str!("../tables/sentinel/NetworkAccessTraffic.kql")),
    ("NordStellar_CL", include_str!("../tables/custom/NordStellar_CL.kql")),
    ("OAuthAppInfo", include_str!("../tables/defender/OAuthAppInfo.kql")),
    ("OfficeActivity", include_str!("../tables/sentinel/OfficeActivity.kql")),
    ("Operation", include_str!("../tables/sentinel/Operation.kql")),
    ("OrcaAlerts_CL", include_str!("../tables/custom/OrcaAlerts_CL.kql")),
    ("PaloAltoPrismaCloudAlert_CL", include_str!("../tables/custom/PaloAltoPrismaCloudAlert_CL.kql")),
    ("Perf", include_str!("../tables/sentinel/Perf.kql")),
    ("PowerAppsActivity", include_str!("../tables/sentinel/PowerAppsActivity.kql")),
    ("PowerPlatformAdminActivity", include_str!("../tables/sentinel/PowerPlatformAdminActivity.kql")),
    ("PowerPlatformConnectorActivity", include_str!("../tables/sentinel/PowerPlatformConnectorActivity.kql")),
    ("ProtectionStatus", include_str!("../tables/sentinel/ProtectionStatus.kql")),
    ("RedCanaryDetections_CL", include_str!("../tables/custom/RedCanaryDetections_CL.kql")),
    ("RelevanceSystemAlerts_CL", include_str!("../tables/custom/RelevanceSystemAlerts_CL.kql")),
    ("RubrikProtectionStatus_CL", include_str!("../tables/custom/RubrikProtectionStatus_CL.kql")),
    ("SQLSecurityAuditEvents", include_str!("../tables/sentinel/SQLSecurityAuditEvents.kql")),
    ("SecurityAlert", include_str!("../tables/sentinel/SecurityAlert.kql")),
    ("SecurityEvent", include_str!("../tables/sentinel/SecurityEvent.kql")),
    ("SecurityIncident", include_str!("../tables/sentinel/SecurityIncident.kql")),
    ("SecurityNestedRecommendation", include_str!("../tables/sentinel/SecurityNestedRecommendation.kql")),
    ("SecurityRecommendation", include_str!("../tables/sentinel/SecurityRecommendation.kql")),
    ("SentinelAudit", include_str!("../tables/sentinel/SentinelAudit.kql")),
    ("SentinelHealth", include_str!("../tables/sentinel/SentinelHealth.kql")),
    ("SigninLogs", include_str!("../tables/sentinel/SigninLogs.kql")),
    ("StorageBlobLogs", include_str!("../tables/sentinel/StorageBlobLogs.kql")),
    ("StorageFileLogs", include_str!("../tables/sentinel/StorageFileLogs.kql")),
    ("StorageQueueLogs", include_str!("../tables/sentinel/StorageQueueLogs.kql")),
    ("StorageTableLogs", include_str!("../tables/sentinel/StorageTableLogs.kql")),
    ("Syslog", include_str!("../tables/sentinel/Syslog.kql")),
    ("ThreatIntelIndicators", include_str!("../tables/sentinel/ThreatIntelIndicators.kql")),
    ("ThreatIntelligenceIndicator", include_str!("../tables/sentinel/ThreatIntelligenceIndicator.kql")),
    ("UrlClickEvents", include_str!("../tables/defender/UrlClickEvents.kql")),
    ("Usage", include_str!("../tables/sentinel/Usage.kql")),
    ("UserAccessAnalytics", include_str!("../tables/sentinel/UserAccessAnalytics.kql")),
    ("UserPeerAnalytics", include_str!("../tables/sentinel/UserPeerAnalytics.kql")),
    ("VMConnection", include_str!("../tables/sentinel/VMConnection.kql")),
    ("VaronisAlerts_CL", include_str!("../tables/custom/VaronisAlerts_CL.kql")),
    ("W3CIISLog", include_str!("../tables/sentinel/W3CIISLog.kql")),
    ("Watchlist", include_str!("../tables/sentinel/Watchlist.kql")),
    ("WindowsEvent", include_str!("../tables/sentinel/WindowsEvent.kql")),
    ("WindowsFirewall", include_str!("../tables/sentinel/WindowsFirewall.kql")),
    ("WizDetectionsV3_CL", include_str!("../tables/custom/WizDetectionsV3_CL.kql")),
    ("WizIssuesV3_CL", include_str!("../tables/custom/WizIssuesV3_CL.kql")),
    ("WizIssues_CL", include_str!("../tables/custom/WizIssues_CL.kql")),
    ("ZoomV2_CL", include_str!("../tables/custom/ZoomV2_CL.kql")),
];

#[rustfmt::skip]
const FUNCTIONS: &[(&str, &str)] = &[
    ("AssignedIPAddresses", include_str!("../functions/AssignedIPAddresses.kql")),
    ("DeviceFromIP", include_str!("../functions/DeviceFromIP.kql")),
    ("FileProfile", include_str!("../functions/FileProfile.kql")),
    ("SeenBy", include_str!("../functions/SeenBy.kql")),
    ("_GetWatchlistAlias", include_str!("../functions/_GetWatchlistAlias.kql")),
    ("geo_info_from_ip_address", include_str!("../functions/geo_info_from_ip_address.kql")),
];
// index: end

const WATCHLIST: &str = include_str!("../watchlist/_GetWatchlist.kql");

static READ_TABLES: LazyLock<Vec<OnceLock<Option<Table>>>> = LazyLock::new(|| vec![OnceLock::new(); TABLES.len()]);
static READ_FUNCTIONS: LazyLock<Vec<OnceLock<Option<UserFunction>>>> =
    LazyLock::new(|| vec![OnceLock::new(); FUNCTIONS.len()]);
static READ_WATCHLIST: LazyLock<Option<Table>> =
    LazyLock::new(|| Table::parse(&Source::new("_GetWatchlist.kql", WATCHLIST)).ok());

/// The built-in table called `name`.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    let at = TABLES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    let (_, text) = TABLES.get(at)?;
    READ_TABLES.get(at)?.get_or_init(|| Table::parse(&Source::new(format!("{name}.kql"), *text)).ok()).as_ref()
}

/// The names of the built-in tables, sorted.
pub(crate) fn table_names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(name, _)| *name)
}

/// The built-in function called `name`.
pub(crate) fn function(name: &str) -> Option<&'static UserFunction> {
    let at = FUNCTIONS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    let (_, text) = FUNCTIONS.get(at)?;
    let read = || UserFunction::parse(&Source::new(format!("{name}.kql"), *text)).ok();
    READ_FUNCTIONS.get(at)?.get_or_init(read).as_ref()
}

/// The names of the built-in functions, sorted.
pub(crate) fn function_names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// The columns that every watchlist has.
pub(crate) fn watchlist() -> Option<&'static Table> {
    READ_WATCHLIST.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;
    use std::path::Path;

    fn files(root: &Path, folders: &[&str]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for folder in folders {
            for entry in std::fs::read_dir(root.join(folder)).expect("the folder is there") {
                let name = entry.expect("it can be listed").file_name().into_string().expect("its name is text");
                if let Some(stem) = name.strip_suffix(".kql") {
                    found.push((stem.to_owned(), format!("{folder}/{name}")));
                }
            }
        }
        found.sort();
        found
    }

    /// Writes the index anew when a file came or went, and fails once.
    #[test]
    fn index_is_current() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut block = String::new();
        for (list, folders) in [
            ("TABLES", &["tables/custom", "tables/defender", "tables/profiles", "tables/sentinel"][..]),
            ("FUNCTIONS", &["functions"][..]),
        ] {
            let separator = if block.is_empty() { "" } else { "\n" };
            let _ = writeln!(block, "{separator}#[rustfmt::skip]\nconst {list}: &[(&str, &str)] = &[");
            for (name, path) in files(root, folders) {
                let _ = writeln!(block, "    (\"{name}\", include_str!(\"../{path}\")),");
            }
            let _ = writeln!(block, "];");
        }
        let path = root.join("src/builtin.rs");
        let text = std::fs::read_to_string(&path).expect("the index can be read");
        let (head, rest) = text.split_once("// index: begin\n").expect("the index has a beginning");
        let (_, tail) = rest.split_once("// index: end\n").expect("the index has an end");
        let wanted = format!("{head}// index: begin\n{block}// index: end\n{tail}");
        if text != wanted {
            if std::env::var_os("CI").is_none() {
                std::fs::write(&path, wanted).expect("the index can be written");
            }
            panic!("the index of built-in tables and functions was not current");
        }
    }

    #[test]
    fn every_built_in_declaration_reads_and_is_named_as_its_file() {
        for (name, text) in TABLES {
            let read = Table::parse(&Source::new(*name, *text)).expect("the table reads");
            assert_eq!(read.name, *name);
            assert!(!read.columns.is_empty(), "{name} has columns");
        }
        for (name, _) in FUNCTIONS {
            assert_eq!(function(name).map(|f| f.name.as_str()), Some(*name));
        }
        assert!(watchlist().is_some_and(|table| table.open));
    }
}
