// Policy templates: the parameters each of them takes.

export interface PolicyTemplate {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** Where it may act; left out: it cannot be chosen. */
  readonly sections?: readonly string[];
  /** The values that some parameters are limited to. */
  readonly values?: { readonly [parameter: string]: readonly string[] };
}

const both = ['Request', 'Response'];
const exists = { existsAction: ['override', 'skip', 'append'] };

/** By id in lower case: published connectors write them in every case. */
export const policyTemplates: { readonly [id: string]: PolicyTemplate } = {
  convertarraytoobject: {
    required: ['propertyParentPath', 'keyWithinCollectionPath', 'newPropertyPath'],
    optional: ['propertySubPath', 'retainKey'],
    sections: both,
    values: { retainKey: ['true', 'false'] },
  },
  convertobjecttoarray: {
    required: ['propertyParentPath', 'newPropertyPath'],
    optional: ['propertySubPath', 'keyName', 'valueName'],
    sections: both,
  },
  dynamichosturl: { required: ['urlTemplate'] },
  encodepropertyvalue: {
    required: ['propertyParentPath', 'newPropertyPath'],
    optional: ['propertySubPath'],
    sections: both,
  },
  pollingtrigger: { required: ['triggerConfig', 'triggerDataPath'] },
  routerequesttoendpoint: {
    required: ['newPath'],
    optional: ['httpMethod'],
    values: {
      httpMethod: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', '@Request.OriginalHTTPMethod'],
    },
  },
  setheader: {
    required: ['name', 'value'],
    optional: ['existsAction'],
    sections: [...both, 'Failure'],
    values: exists,
  },
  setproperty: {
    required: ['newPropertyParentPathTemplate', 'newPropertySubPathTemplate', 'propertyValuePathTemplate'],
    sections: both,
  },
  setqueryparameter: { required: ['name', 'value'], optional: ['existsAction'], values: exists },
  setvaluefromurl: {
    required: ['parameterTemplate', 'parameterValueUrl', 'parameterValuePathTemplate'],
    optional: ['httpMethod'],
    sections: both,
    values: { httpMethod: ['GET', 'POST', 'PUT'] },
  },
  stringreplace: {
    required: ['propertyParentPath', 'sourceString', 'replacementString', 'newPropertyPath'],
    optional: ['propertySubPath'],
    sections: both,
  },
  stringtoarray: {
    required: ['propertyParentPath', 'delimiterList', 'childPropertyName', 'newPropertyPath'],
    optional: ['propertySubPath'],
    sections: both,
  },
  updatenextlink: { required: ['nextLinkPropertyName'], optional: ['nextLinkParentPropertyPath'] },
};
